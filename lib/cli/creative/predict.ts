import { adviceTable, findCreativeModel, predictCreative } from '../../creative/index.js';
import { resultTable } from '../../records/index.js';
import { waterfall, waterfallFigure } from '../../tabular/index.js';
import { weekdayOf, wholeNumber } from '../numbers.js';

interface Options {
  readonly platform: string;
  readonly hour: string;
  readonly weekday: string;
  readonly audience?: string;
  readonly model: string;
  readonly registry?: string;
  readonly plot?: string;
  readonly json?: boolean;
}

/** Prints the score of an image with its interval, the reasons, and the advice. */
export async function predict(image: string, options: Options): Promise<void> {
  const context = {
    platform: options.platform,
    hour: wholeNumber('--hour', options.hour),
    weekday: weekdayOf(options.weekday),
    ...(options.audience === undefined ? {} : { audience: wholeNumber('--audience', options.audience) }),
  };
  const { model, from } = await findCreativeModel(options.model, options.registry);
  const found = await predictCreative(image, context, model);
  const { score, low, high, rate, answeredBy, learner, contributions, advice } = found;
  const steps = waterfall(contributions, 0, 8);
  if (options.plot) {
    const { savePlot } = await import('../../plot/index.js');
    await savePlot(waterfallFigure(contributions, { xTitle: 'score' }), options.plot);
  }
  if (options.json) {
    const { why } = found;
    const { features } = found.creative;
    console.log(
      JSON.stringify(
        { score, low, high, rate, model: from, answeredBy, learner, why, steps, advice, features },
        null,
        2,
      ),
    );
    return;
  }
  console.log(
    `score ${score.toFixed(1)} of 100, 90% interval ${low.toFixed(1)} to ${high.toFixed(1)}; 50 is the median post of ${context.platform}`,
  );
  if (rate !== null) console.log(`about ${(100 * rate).toFixed(2)}% of the people who see it would react`);
  console.log(
    `by the ${answeredBy === 'general' ? 'general model' : `model of ${answeredBy}`}, ${learner}, ${from}`,
  );
  console.log(`(${found.why})\n`);
  console.log(`why: from ${contributions.expected.toFixed(1)}, the mean prediction,`);
  const reasons = steps.map(({ name, contribution, to }) => ({
    feature: name,
    contribution: `${contribution < 0 ? '−' : '+'}${Math.abs(contribution).toFixed(2)}`,
    score: to.toFixed(1),
  }));
  console.log(`${resultTable(reasons)}`);
  if (advice.length > 0) {
    console.log('\nwhat may raise it, one at a time, within what was seen:');
    console.log(`${adviceTable(advice)}`);
  }
}
