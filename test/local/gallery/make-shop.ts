import { makeGallery } from '../../../local/gallery/make';

/* Makes the gallery of the shop in a folder, as npm run gallery does, in a process of its own: tsx make-shop.ts FOLDER OUTPUT */

const [shop = '', output = ''] = process.argv.slice(2);

makeGallery(shop, output).then(
  ({ languages }) => process.stdout.write(String(languages)),
  (error: unknown) => {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
