import { check, type Order } from './check-histories';

/** Checks what it is sent, and answers. */
process.on('message', (order: Order) => {
  process.send?.(check(order));
});
