import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Product, readCatalog } from '../index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-layouts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, content: string, columns?: string) {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return readCatalog(file, { columns });
}

/** What each product has. */
const given = (products: readonly Product[]) =>
  products.map((product) =>
    Object.fromEntries(
      Object.entries(product).filter(([, value]) => value !== null && value !== '' && value.length !== 0),
    ),
  );

const table = (mark: string, ...rows: readonly (readonly string[])[]) =>
  rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(mark)).join('\n');

test('Shopify: variants and photos of a handle are one product', async () => {
  const { products, reading, counts, rejected } = await read(
    'shopify.csv',
    table(
      ',',
      [
        'Handle',
        'Title',
        'Body (HTML)',
        'Vendor',
        'Product Category',
        'Type',
        'Option1 Name',
        'Option1 Value',
        'Option2 Name',
        'Option2 Value',
        'Variant Price',
        'Image Src',
        'Variant Image',
      ],
      [
        'oak-chair',
        'Oak chair',
        '<p>Sits &amp; <b>stands</b>.</p><ul><li>Four legs</li></ul>',
        'Nordal',
        'Furniture > Chairs',
        'Chair',
        'Colour',
        'Red',
        'Size',
        'S',
        '129.00',
        'https://x.org/1.jpg',
        'https://x.org/red.jpg',
      ],
      ['oak-chair', '', '', '', '', '', '', 'Blue', '', 'S', '119.00', 'https://x.org/2.jpg', ''],
      ['oak-chair', '', '', '', '', '', '', '', '', '', '', 'https://x.org/3.jpg', ''],
      ['lamp', 'Lamp', '', 'Lux', '', 'Lighting', 'Title', 'Default Title', '', '', '20.00', '', ''],
    ),
  );
  expect(given(products)).toEqual([
    {
      id: 'oak-chair',
      title: 'Oak chair',
      brand: 'Nordal',
      description: 'Sits & stands.\nFour legs',
      price: 119,
      categories: ['Furniture', 'Chairs'],
      images: ['1', 'red', '2', '3'].map((name) => `https://x.org/${name}.jpg`),
      color: 'Red, Blue',
    },
    { id: 'lamp', title: 'Lamp', brand: 'Lux', price: 20, categories: ['Lighting'] },
  ]);
  expect(reading.line).toMatch(/^read as a Shopify export: Handle → id, Title → title, /);
  expect(reading.line).toContain('Body (HTML) → description');
  expect([counts, rejected]).toEqual([{ rows: 4, rejected: 0, duplicates: 0, warnings: 1, variants: 2 }, []]);
});

test('Shopify: products.json', async () => {
  const list = [
    {
      id: 7,
      title: 'Lamp',
      handle: 'lamp',
      body_html: '<p>Bright</p>',
      vendor: 'Lux',
      product_type: 'Lighting',
      variants: [{ price: '25.00' }, { price: '20.00' }],
      images: [{ src: 'https://x.org/a.jpg' }, { src: 'https://x.org/b.jpg' }],
    },
  ];
  const { products, reading } = await read('products.json', JSON.stringify({ products: list }));
  expect(given(products)).toEqual([
    {
      id: 'lamp',
      title: 'Lamp',
      brand: 'Lux',
      description: 'Bright',
      price: 20,
      categories: ['Lighting'],
      images: ['https://x.org/a.jpg', 'https://x.org/b.jpg'],
    },
  ]);
  expect(reading.line).toContain('images.src → images');
});

test('WooCommerce: variations go under their parent, wherever they stand', async () => {
  const { products, counts } = await read(
    'woo.csv',
    table(
      ',',
      [
        'ID',
        'Type',
        'SKU',
        'Name',
        'Short description',
        'Description',
        'Sale price',
        'Regular price',
        'Categories',
        'Images',
        'Parent',
        'Attribute 1 name',
        'Attribute 1 value(s)',
      ],
      [
        '12',
        'variation',
        'h-2',
        'Hoodie - Blue',
        '',
        '',
        '',
        '45',
        '',
        'https://x.org/blue.jpg',
        'id:10',
        'Color',
        'Blue',
      ],
      [
        '10',
        'variable',
        'h',
        'Hoodie',
        'Warm.\\n',
        '',
        '',
        '',
        'Clothing, Clothing > Tops > Hoodies, Sale > Now',
        'https://x.org/1.jpg, https://x.org/2.jpg',
        '',
        'Color',
        'Blue, Green',
      ],
      ['11', 'variation', 'h-1', 'Hoodie - Green', '', '', '40', '45', '', '', 'h', 'Color', 'Green'],
      ['13', 'simple', '', 'Cap &amp; pin', '', '', '', '9,50', 'Caps\\, hats', '', '', '', ''],
      ['14', 'variation', 'x', 'Left alone', '', '', '', '1', '', '', 'id:99', '', ''],
    ),
  );
  expect(given(products)).toEqual([
    {
      id: 'h',
      title: 'Hoodie',
      description: 'Warm.\\n',
      price: 40,
      categories: ['Clothing', 'Tops', 'Hoodies'],
      images: ['https://x.org/1.jpg', 'https://x.org/2.jpg', 'https://x.org/blue.jpg'],
      color: 'Blue, Green',
    },
    { id: '13', title: 'Cap & pin', price: 9.5, categories: ['Caps, hats'] },
    { id: 'x', title: 'Left alone', price: 1 },
  ]);
  expect(counts.variants).toBe(2);
});

describe('Google Merchant and Meta', () => {
  const expected = [
    {
      id: '1',
      title: 'Salt & pepper',
      brand: 'Nordal',
      description: 'A set.',
      price: 12.5,
      categories: ['Home', 'Kitchen'],
      images: ['https://x.org/1.jpg', 'https://x.org/2.jpg', 'https://x.org/3.jpg'],
      material: 'Oak',
    },
  ];

  test('a table with tabs', async () => {
    const names =
      'id,title,description,link,image_link,additional_image_link,price,sale_price,brand,google_product_category,product_type,material,availability';
    const row = [
      '1',
      'Salt & pepper',
      'A set.',
      'https://x.org/p',
      'https://x.org/1.jpg',
      'https://x.org/2.jpg,https://x.org/3.jpg',
      '15.00 EUR',
      '12.50 EUR',
      'Nordal',
      '2271',
      'Home > Kitchen',
      'Oak',
      'in stock',
    ];
    const { products, reading } = await read(
      'feed.txt',
      `${names.replaceAll(',', '\t')}\n${row.join('\t')}\n`,
    );
    expect(given(products)).toEqual(expected);
    expect(reading.line).toMatch(/^read as a Google Merchant or Meta feed: /);
  });

  test('RSS', async () => {
    const { products } = await read(
      'feed.xml',
      `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>
        <g:id>1</g:id><title>Salt &amp; pepper</title><description><![CDATA[<p>A set.</p>]]></description>
        <link>https://x.org/p</link><g:image_link>https://x.org/1.jpg</g:image_link>
        <g:additional_image_link>https://x.org/2.jpg</g:additional_image_link>
        <g:additional_image_link>https://x.org/3.jpg</g:additional_image_link>
        <g:price>15.00 EUR</g:price><g:sale_price>12.50 EUR</g:sale_price><g:brand>Nordal</g:brand>
        <g:product_type>Home &gt; Kitchen</g:product_type><g:material>Oak</g:material></item></channel></rss>`,
    );
    expect(given(products)).toEqual(expected);
  });
});

test('Amazon: the flat file, below its two lines of explanation', async () => {
  const rows = [
    [
      'TemplateType=fptcustom',
      'Version=2024',
      'The top 3 rows are for Amazon.com use only.',
      '',
      '',
      '',
      '',
      '',
      '',
    ],
    [
      'Seller SKU',
      'Product Name',
      'Brand',
      'Description',
      'Key features',
      'Price',
      'Image',
      'Parentage',
      'Parent SKU',
    ],
    'item_sku item_name brand_name product_description bullet_point1 standard_price main_image_url parent_child parent_sku'.split(
      ' ',
    ),
    ['P', 'Mug', 'Nordal', 'A mug.', 'Holds 24" of tea', '', 'https://x.org/p.jpg', 'Parent', ''],
    ['P-1', 'Mug, red', 'Nordal', '', '', '9.99', 'https://x.org/r.jpg', 'Child', 'P'],
  ];
  const { products, reading } = await read('amazon.txt', rows.map((cells) => cells.join('\t')).join('\n'));
  expect(given(products)).toEqual([
    {
      id: 'P',
      title: 'Mug',
      brand: 'Nordal',
      description: 'A mug.\nHolds 24" of tea',
      price: 9.99,
      images: ['https://x.org/p.jpg', 'https://x.org/r.jpg'],
    },
  ]);
  expect(reading.line).toMatch(/^read as an Amazon flat file: /);
});

test.each([
  ['a graph', (products: object[]) => ({ '@context': 'https://schema.org', '@graph': products })],
  [
    'a list of items',
    (products: object[]) => ({
      '@type': 'ItemList',
      itemListElement: products.map((item, i) => ({ '@type': 'ListItem', position: i + 1, item })),
    }),
  ],
])('schema.org: %s', async (_, within) => {
  const product = {
    '@type': 'Product',
    sku: 42,
    name: 'Desk',
    description: 'For <i>work</i>.',
    brand: { '@type': 'Brand', name: 'Nordal' },
    image: ['https://x.org/1.jpg', 'https://x.org/2.jpg'],
    offers: { '@type': 'AggregateOffer', lowPrice: 99, highPrice: 120, priceCurrency: 'EUR' },
    category: 'Office > Desks',
    color: 'Black',
  };
  const { products, reading } = await read('ld.json', JSON.stringify(within([product])));
  expect(given(products)).toEqual([
    {
      id: '42',
      title: 'Desk',
      brand: 'Nordal',
      description: 'For work.',
      price: 99,
      categories: ['Office', 'Desks'],
      images: ['https://x.org/1.jpg', 'https://x.org/2.jpg'],
      color: 'Black',
    },
  ]);
  expect(reading.line).toMatch(/^read as schema.org products: /);
});

test('Magento: what a configurable product is made of is one product with it', async () => {
  const { products, counts } = await read(
    'magento.csv',
    table(
      ',',
      'sku,store_view_code,attribute_set_code,product_type,categories,name,description,price,base_image,additional_images,additional_attributes,configurable_variations'.split(
        ',',
      ),
      ['t-S', '', 'Top', 'simple', '', 'Tee S', '', '20.0000', '/t/s.jpg', '', 'color=Red,size=S', ''],
      [
        't',
        '',
        'Top',
        'configurable',
        'Default Category/Men/Tops,Default Category/Sale',
        'Tee',
        '<p>Soft</p>',
        '',
        '/t/t.jpg',
        '/t/t2.jpg,/t/t3.jpg',
        'material=Cotton, organic,pattern=Plain',
        'sku=t-S,size=S|sku=t-M,size=M',
      ],
      ['t', 'de', 'Top', 'configurable', '', 'T-Hemd', '', '', '', '', '', ''],
    ),
  );
  expect(given(products)).toEqual([
    {
      id: 't',
      title: 'Tee',
      description: 'Soft',
      price: 20,
      categories: ['Men', 'Tops'],
      images: ['t/t.jpg', 't/t2.jpg', 't/t3.jpg', 't/s.jpg'],
      material: 'Cotton, organic',
      color: 'Red',
    },
  ]);
  expect(counts.variants).toBe(2);
});

describe('other tables', () => {
  test.each([
    [
      'German',
      [
        'Artikelnummer',
        'Bezeichnung',
        'Beschreibung',
        'Preis',
        'Kategorie',
        'Bild 1',
        'Bild 2',
        'Farbe',
        'Hersteller',
      ],
    ],
    [
      'French',
      [
        'Référence',
        'Nom du produit',
        'Description',
        'Prix TTC',
        'Catégorie',
        'Image 1',
        'Image 2',
        'Couleur',
        'Fabricant',
      ],
    ],
    [
      'Spanish',
      [
        'Código',
        'Nombre',
        'Descripción',
        'Precio',
        'Categoría',
        'Imagen 1',
        'Imagen 2',
        'Color',
        'Fabricante',
      ],
    ],
    [
      'English',
      [
        'SKU',
        'Product name',
        'Details',
        'Retail price',
        'Category',
        'Photo1',
        'Photo2',
        'Colour',
        'Manufacturer',
      ],
    ],
  ])('%s', async (_, headers) => {
    const row = [
      '007',
      'Stuhl "Öland"',
      'Aus Eiche',
      '1.299,00 €',
      'Möbel > Stühle',
      'a.jpg',
      'b.jpg',
      'rot',
      'Nordal',
    ];
    const { products, reading } = await read('other.csv', table(';', headers, row));
    expect(given(products)).toEqual([
      {
        id: '007',
        title: 'Stuhl "Öland"',
        description: 'Aus Eiche',
        price: 1299,
        categories: ['Möbel', 'Stühle'],
        images: ['a.jpg', 'b.jpg'],
        color: 'rot',
        manufacturer: 'Nordal',
      },
    ]);
    expect(reading.line).toMatch(
      /^columns guessed by their names: .*; COLUMNS='id=…,title=…' \(--columns\) says otherwise$/,
    );
    expect(reading.line).toContain(`${headers[0]} → id`);
  });

  test('nested values, lists, and numbers as ids', async () => {
    const row = {
      productId: 12345678901,
      name: { en: 'Sofa', de: 'Sofa' },
      brand: { name: 'Nordal' },
      price: { amount: 10, currency: 'EUR' },
      photos: [{ url: 'a.jpg' }, { url: 'b.jpg' }],
      category: ['Home', 'Sofas &amp; beds'],
    };
    const { products } = await read('nested.jsonl', JSON.stringify(row));
    expect(given(products)).toEqual([
      {
        id: '12345678901',
        title: 'Sofa',
        brand: 'Nordal',
        price: 10,
        images: ['a.jpg', 'b.jpg'],
        categories: ['Home', 'Sofas & beds'],
      },
    ]);
  });

  test('columns that were chosen; those that are not there are told with what is near', async () => {
    const content = table(
      ',',
      ['foo', 'name', 'bar', 'shot 1', 'shot 2'],
      ['1', 'Sofa', 'Couch', 'a.jpg', 'b.jpg'],
    );
    const { products } = await read('c.csv', content, 'id=foo, title=bar,images=shot 1+shot 2');
    expect(given(products)).toEqual([{ id: '1', title: 'Couch', images: ['a.jpg', 'b.jpg'] }]);
    await expect(read('c.csv', content)).rejects.toThrow(
      /missing column id; found "foo, name, .*COLUMNS='id=…' \(--columns id=…\)/,
    );
    await expect(read('c.csv', content, 'id=foos')).rejects.toThrow(
      /has no column "foos"; closest to it is "foo"/,
    );
    await expect(read('c.csv', content, 'nr=foo')).rejects.toThrow(/no column "nr"; there are title, .*, id/);
    await expect(read('c.csv', content, 'foo')).rejects.toThrow(/write it as id=sku,title=name/);
    await expect(read('d.csv', 'artikelnumer,titl\n1,Sofa\n')).rejects.toThrow(
      /missing column id \(closest to it: "artikelnumer"\) and title \(closest to it: "titl"\)/,
    );
  });

  test('of set-aside rows the first thousand are kept, and all are counted', async () => {
    const { rejected, counts } = await read('many.csv', `id,title\n1,Sofa\n${',x\n'.repeat(2500)}`);
    expect([rejected.length, counts.rejected, counts.rows]).toEqual([1000, 2500, 2501]);
    expect(rejected[0].reason).toBe('no id');
  });
});
