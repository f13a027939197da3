import type { Line } from './line';
import type { NoticePart } from './notice';

/** What every part of a notice says of its line. */
export const aboutLine = ({ orderId, lineId, item }: Line): Pick<NoticePart, 'orderId' | 'lineId' | 'name' | 'imageUrl' | 'productUrl'> => ({
  orderId,
  lineId,
  name: item.name,
  imageUrl: item.imageUrl,
  productUrl: item.productUrl,
});
