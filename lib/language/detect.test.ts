import { expect, it } from 'vitest';
import { detectLanguage } from './detect.js';

const titles = {
  de: [
    'Wanderschuhe Herren braun',
    'Esstisch Eiche massiv',
    'Bürostuhl mit Armlehne',
    'Deckenleuchte dimmbar',
  ],
  fr: ['Canapé convertible 3 places', 'Chaussures de randonnée', 'Table basse en chêne', 'Lampe de bureau'],
  es: ['Sofá cama 3 plazas gris', 'Zapatos de hombre', 'Mesa de centro de roble', 'Lámpara de pie negra'],
  it: ['Divano letto 3 posti', 'Scarpe da trekking uomo', 'Tavolino in rovere', 'Lampada da tavolo'],
  nl: ['Slaapbank 3-zits grijs', 'Wandelschoenen heren', 'Salontafel massief eiken', 'Kledingkast wit'],
  tr: ['3 kişilik kanepe gri', 'Erkek yürüyüş ayakkabısı', 'Masif meşe sehpa', 'Kahve makinesi'],
  pl: ['Sofa rozkładana szara', 'Buty trekkingowe męskie', 'Stolik kawowy z dębu', 'Szafa biała'],
  ja: ['木製ダイニングチェア', 'ソファベッド 3人掛け'],
  zh: ['真皮沙发床', '实木餐桌椅组合', '女士运动鞋'],
  th: ['รองเท้าผ้าใบ', 'เก้าอี้ไม้'],
  ar: ['كرسي خشبي أسود', 'طاولة طعام خشبية'],
  ru: ['Кожаные ботинки мужские', 'Журнальный столик дуб'],
  ko: ['원목 식탁 의자', '3인용 소파 회색'],
  en: ['3-seater sofa bed grey', 'Hiking shoes men', 'Coffee table solid oak', 'Desk lamp black'],
};

it.each(Object.entries(titles))('%s by a few titles', async (language, texts) => {
  expect((await detectLanguage(texts)).language).toBe(language);
});

it.each([
  ['nothing', []],
  ['two words', ['Lampe', 'Stuhl']],
  [
    'brands',
    ['Nike Air Max 90', 'Adidas Ultraboost 22', 'Puma Suede Classic', 'Asics Gel Kayano', 'Salomon XA'],
  ],
])('takes %s for English', async (_, texts) => {
  expect(await detectLanguage(texts)).toEqual({ language: 'en', beside: null });
});

it('says which other language a part of the texts is in', async () => {
  const mixed = [...titles.de, ...titles.de, ...titles.de, ...titles.ja, ...titles.ja, ...titles.ja];
  expect(await detectLanguage(mixed)).toEqual({ language: 'de', beside: { language: 'ja', share: 1 / 3 } });
});
