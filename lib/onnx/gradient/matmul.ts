import { ModelError } from '../errors.js';
import type { Rule } from './rule.js';

const microsoft = 'com.microsoft';

/** Y = α·A'·B' + β·C, with A' and B' transposed or not: dA' = α·dY·B'ᵀ, dB' = α·A'ᵀ·dY. */
export const gemm: Rule = (call, pass) => {
  const [a, b, c = ''] = call.inputs;
  const alpha = { float: call.float('alpha', 1) };
  const transA = call.int('transA', 0);
  const transB = call.int('transB', 0);
  const { dy, wanted } = call;
  const da = () =>
    transA
      ? pass.op('Gemm', [b, dy], { alpha, transA: transB, transB: 1 })
      : pass.op('Gemm', [dy, b], { alpha, transB: 1 - transB });
  const db = () =>
    transB
      ? pass.op('Gemm', [dy, a], { alpha, transA: 1, transB: transA })
      : pass.op('Gemm', [a, dy], { alpha, transA: 1 - transA });
  const dc = () => {
    const beta = call.float('beta', 1);
    const scaled = beta === 1 ? dy : pass.op('Mul', [dy, pass.scalar(beta)]);
    return pass.unbroadcast(scaled, pass.shape(call.outputs[0]), pass.shape(c));
  };
  return [wanted[0] ? da() : undefined, wanted[1] ? db() : undefined, wanted[2] ? dc() : undefined];
};

/** dA = dY·Bᵀ, dB = Aᵀ·dY, summed where a batch was broadcast. Both at least two-dimensional. */
export const matMul: Rule = ({ inputs: [a, b], outputs: [y], dy, wanted }, pass) => {
  const [from, toA, toB] = [y, a, b].map((name) => pass.shape(name));
  if (toA.length < 2 || toB.length < 2) {
    throw new ModelError(
      `MatMul of shapes [${toA}] and [${toB}] has no gradient; it needs matrices: reshape the vector to one`,
    );
  }
  const product = (left: string, right: string, which: object) =>
    pass.op('FusedMatMul', [left, right], { ...which }, microsoft);
  const batch = from.slice(0, -2);
  return [
    wanted[0]
      ? pass.unbroadcast(product(dy, b, { transB: 1 }), [...batch, ...toA.slice(-2)], toA)
      : undefined,
    wanted[1]
      ? pass.unbroadcast(product(a, dy, { transA: 1 }), [...batch, ...toB.slice(-2)], toB)
      : undefined,
  ];
};
