import type { Field } from './layout.js';

/** What shops call their columns, in English, German, French and Spanish; the surer ones first. */
export const synonyms: Readonly<Record<Field, readonly string[]>> = {
  uniq_id:
    words(`uniq_id, unique id, id, product id, item id, sku, seller sku, variant sku, article number, item number,
    product number, product code, item code, part number, artikelnummer, artikelnr, artikel nr, art nr, artnr, artikel id,
    produktnummer, produkt nr, produkt id, bestellnummer, référence, reference, ref, code article, numéro d'article,
    identifiant, code produit, referencia, código, codigo de producto, id de producto, id producto, numero de articulo,
    handle, slug, asin, ean, gtin, gtin13, upc, barcode, isbn, mpn, url key, key, uuid, code, nummer, number, nr`),
  title:
    words(`title, name, product name, product title, item name, item title, article name, display name, titel,
    produktname, produkttitel, produktbezeichnung, artikelname, artikelbezeichnung, bezeichnung, nom, nom du produit,
    nom produit, titre, titre du produit, désignation, intitulé, libellé, nombre, nombre del producto,
    nombre de producto, nombre producto, título, titulo del producto, denominación, product, produkt, artikel, produit,
    article, producto, artículo, label, heading`),
  brand: words(
    `brand, brand name, vendor, label, designer, marke, markenname, marque, nom de marque, marca, make`,
  ),
  description:
    words(`description, product description, long description, full description, item description, details,
    body html, body, beschreibung, produktbeschreibung, artikelbeschreibung, langbeschreibung, langtext,
    description longue, description du produit, descriptif, descripción, descripcion del producto, descripcion larga,
    about, short description, kurzbeschreibung, kurztext, description courte, descripcion corta, text, summary`),
  price:
    words(`price, sale price, current price, selling price, regular price, unit price, retail price, list price,
    preis, verkaufspreis, bruttopreis, einzelpreis, regulärer preis, vk, vk preis, uvp, prix, prix ttc, prix de vente,
    prix unitaire, tarif, precio, precio de venta, precio unitario, pvp, importe, msrp, rrp, amount, cost`),
  categories:
    words(`categories, category, category path, product category, category name, breadcrumbs, breadcrumb,
    product type, kategorie, kategorien, kategoriepfad, warengruppe, produktkategorie, produktgruppe, rubrik, catégorie,
    catégories, rubrique, rayon, categoría, categorías, sección, familia, departamento, department, type, typ, group,
    collection`),
  images:
    words(`images, image, image url, image urls, image link, image src, image path, main image, main image url,
    additional images, additional image link, photo, photos, photo url, picture, pictures, picture url, thumbnail, img,
    img url, bild, bilder, bild url, bildurl, bildlink, bildpfad, hauptbild, foto, fotos, abbildung, lien image,
    url image, url de l'image, lien de l'image, photo principale, imagen, imágenes, url imagen, url de imagen,
    enlace imagen, imagen principal`),
  manufacturer:
    words(`manufacturer, manufacturer name, producer, maker, hersteller, herstellername, produzent,
    fabricant, fabricante, supplier, lieferant, fournisseur, proveedor`),
  package_dimensions:
    words(`package dimensions, dimensions, product dimensions, size, abmessungen, maße, produktmaße,
    größe, mesures, taille, dimensiones, medidas, tamaño, measurements`),
  country_of_origin:
    words(`country of origin, origin country, country of manufacture, made in, origin, country,
    herkunftsland, ursprungsland, herkunft, pays d'origine, pays de fabrication, origine, país de origen, origen`),
  material:
    words(`material, materials, fabric, material type, composition, werkstoff, materialien, stoff, matière,
    matériau, matériaux, composición, tejido`),
  color:
    words(`color, colour, colors, colours, color name, farbe, farben, farbton, grundfarbe, couleur, couleurs, coloris,
    color principal, colores`),
};

/** What the currency of prices is called where it has a column of its own. */
export const currencyNames: readonly string[] = words(
  `currency, currency code, price currency, pricecurrency, offers price currency, währung, waehrung, devise, monnaie,
  moneda, divisa`,
);

function words(list: string): string[] {
  return list.split(',').map((name) => name.trim().replace(/\s+/g, ' '));
}
