import type { Rule } from './rule.js';

/** Rules of the element-wise operators. Each says what dy is multiplied with; broadcast inputs get the sum. */
export const add: Rule = ({ inputs: [a, b], outputs: [y], dy, wanted }, pass) => [
  wanted[0] ? pass.unbroadcast(dy, pass.shape(y), pass.shape(a)) : undefined,
  wanted[1] ? pass.unbroadcast(dy, pass.shape(y), pass.shape(b)) : undefined,
];

export const sub: Rule = ({ inputs: [a, b], outputs: [y], dy, wanted }, pass) => [
  wanted[0] ? pass.unbroadcast(dy, pass.shape(y), pass.shape(a)) : undefined,
  wanted[1] ? pass.op('Neg', [pass.unbroadcast(dy, pass.shape(y), pass.shape(b))]) : undefined,
];

export const mul: Rule = ({ inputs: [a, b], outputs: [y], dy, wanted }, pass) => [
  wanted[0] ? pass.unbroadcast(pass.op('Mul', [dy, b]), pass.shape(y), pass.shape(a)) : undefined,
  wanted[1] ? pass.unbroadcast(pass.op('Mul', [dy, a]), pass.shape(y), pass.shape(b)) : undefined,
];

/** d(a/b) = da/b − y·db/b */
export const div: Rule = ({ inputs: [a, b], outputs: [y], dy, wanted }, pass) => {
  const da = pass.op('Div', [dy, b]);
  return [
    wanted[0] ? pass.unbroadcast(da, pass.shape(y), pass.shape(a)) : undefined,
    wanted[1]
      ? pass.op('Neg', [pass.unbroadcast(pass.op('Mul', [da, y]), pass.shape(y), pass.shape(b))])
      : undefined,
  ];
};

export const sqrt: Rule = ({ outputs: [y], dy }, pass) => [
  pass.op('Div', [pass.op('Mul', [dy, pass.scalar(0.5)]), y]),
];

export const exp: Rule = ({ outputs: [y], dy }, pass) => [pass.op('Mul', [dy, y])];

export const log: Rule = ({ inputs: [x], dy }, pass) => [pass.op('Div', [dy, x])];

export const neg: Rule = ({ dy }, pass) => [pass.op('Neg', [dy])];

export const abs: Rule = ({ inputs: [x], dy }, pass) => [pass.op('Mul', [dy, pass.op('Sign', [x])])];
