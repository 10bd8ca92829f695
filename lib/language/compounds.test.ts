import { expect, it } from 'vitest';
import { Vocabulary } from '../search/vocabulary.js';
import type { Language } from './languages.js';
import { readerOf } from './reader.js';

/** Compounds of a text and their parts, by their terms. */
function compoundsOf(language: Language, text: string): Record<string, string> {
  const reader = readerOf(language);
  const vocabulary = new Vocabulary(reader);
  const terms: string[] = [];
  for (const word of reader.words(text)) {
    const term = vocabulary.add(word);
    if (term >= 0) terms[term] ??= reader.term(word);
  }
  return Object.fromEntries(
    [...vocabulary.parts()].map(([term, parts]) => [
      terms[term],
      parts.map((part) => terms[part]).join(' + '),
    ]),
  );
}

it('splits German compounds by the words that are there', () => {
  const text =
    'Schuhe Leder Lederschuhe Wanderschuh Tisch Essen Esstisch Couchtisch Stuhl Esszimmerstühle Uhr Wand Wanduhr ' +
    'Regal Buch Bücherregal Kinder Bett Kinderbett Bad Mantel Bademantel Decke Leuchte Deckenleuchte Lampe Tischlampe';
  expect(compoundsOf('de', text)).toEqual({
    lederschuh: 'schuh + leder',
    wanderschuh: 'schuh',
    esstisch: 'tisch + ess',
    couchtisch: 'tisch',
    esszimmerstuhl: 'stuhl',
    wanduhr: 'uhr + wand',
    bucherregal: 'regal',
    kinderbett: 'bett + kind',
    bademantel: 'mantel + bad',
    deckenleucht: 'leucht + deck',
    tischlamp: 'lamp + tisch',
  });
});

it('splits the head of a compound further', () => {
  expect(compoundsOf('de', 'Bank Holz Holzbank Garten Gartenholzbank')).toEqual({
    holzbank: 'bank + holz',
    gartenholzbank: 'holzbank + bank + holz + gart',
  });
});

it('leaves alone what only looks like a compound', () => {
  const text =
    'Tisch praktisch romantisch Roman automatisch elastisch Schuh Handschuhe Lederhandschuhe Wolle Baumwolle Baum Stoff ' +
    'Kunststoff Kunst Art Garten Arten Eiche Vergleich flach Fläche Oberfläche Bar verstellbar verstellen hängen Hang Vorhang ' +
    'Packung Verpackung Eimer daheim daher Tor Motor Ton Karton Tür Kultur Mode Kommode Ring Hering Led Leder Teil Vorteil ' +
    'Bild Ausbildung Rat Apparat Tag Montage Rahmen rahm Rost Trost Wand gewandt Stall Kristall Orange Range Form Uniform';
  expect(compoundsOf('de', text)).toEqual({ lederhandschuh: 'handschuh + leder' });
});

it('splits Dutch and Scandinavian compounds', () => {
  expect(compoundsOf('nl', 'schoenen wandelschoenen stoel eetkamerstoel eetkamer handschoenen')).toEqual({
    wandelschoen: 'schoen',
    eetkamerstoel: 'stoel + eetkamer',
  });
  expect(compoundsOf('sv', 'skor vandringsskor lampa golv golvlampa')).toEqual({
    vandringssk: 'skor',
    golvlamp: 'lamp + golv',
  });
  expect(compoundsOf('da', 'lampe gulv gulvlamper')).toEqual({ gulvlamp: 'lamp + gulv' });
  expect(compoundsOf('no', 'stol kontor kontorstoler')).toEqual({ kontorstol: 'stol + kontor' });
});

it('leaves other languages alone', () => {
  expect(compoundsOf('en', 'book shelf bookshelf')).toEqual({});
  expect(compoundsOf('fr', 'porte manteau portemanteau')).toEqual({});
});
