import path from 'node:path';
import type { ModelRegistry, RetrainJob } from '../../monitor/index.js';
import { drawCreatives } from '../../samples/index.js';
import { projectPath, readJson, writeJson } from '../../store/index.js';
import { type CreativeTable, featureTable } from '../posts/feature-table.js';
import { readSocialPosts, type SocialPost } from '../posts/social-posts.js';
import { validateDataset } from '../posts/validate-dataset.js';
import { holdOutAccounts, type KnownSides } from './hold-out.js';
import { absoluteErrors, hashOfRows, meanErrors, promotionTest, registryMetrics } from './register.js';
import { openCreativeModel, saveCreativeModel } from './save-model.js';
import { loadRows, saveRows } from './save-rows.js';
import { type TrainCreativeOptions, trainCreativeModels } from './train.js';
import { mergeRows, rowsWithOutcome, selectRowsOf, type TrainingRows } from './training-rows.js';

export interface CreativeRetrainOptions {
  /** Where versions of the model are kept and its champion is named. */
  readonly registry: ModelRegistry;
  /** File of posts: JSON, JSON Lines or CSV; null draws a week of invented ones. */
  readonly data: string | null;
  /** Whole days of new posts, up to the last midnight in UTC. Default 7. */
  readonly days?: number;
  /** Where the runs are kept. Default `outputs/retrain/creative`, or `creative-sample` where posts are drawn. */
  readonly folder?: string;
  /** Decides the folds, the held-out accounts and the posts that are drawn. Default 42. */
  readonly seed?: number;
  /** Learners that are compared. Default `creativeLearners`. */
  readonly learners?: TrainCreativeOptions['learners'];
  /** Told what is being done, for a person who waits. */
  readonly onStep?: (step: string) => void;
  /** Folder that features are kept in, by the content of the image. Default `checkpoints/creative-features`. */
  readonly cacheDir?: string;
}

/** Rows that a retrained model learns from at most: those of the window and the newest that its champion knew. */
const mostRows = 10_000;
const drawnPosts = 400;

/**
 * The job of `vitrine retrain creative`: posts of the last days → features → checks → models fitted to them and to the
 * rows that the champion was fitted to → errors of both on the window's held-out accounts, which neither has seen.
 */
export function creativeRetrainJob(options: CreativeRetrainOptions): RetrainJob {
  const { registry, data, seed = 42, onStep = () => {} } = options;
  const invented = data === null;
  const champion = async () => {
    const id = await registry.alias('champion');
    return id === null ? null : openCreativeModel((await registry.open(id)).folder);
  };
  return {
    name: 'creative',
    registry,
    source: { name: data ?? `weeks of ${drawnPosts} drawn creatives, seed ${seed}`, invented },
    folder: options.folder ?? projectPath('outputs', 'retrain', invented ? 'creative-sample' : 'creative'),
    windowDays: options.days ?? 7,
    comparison: promotionTest,
    collect: async (window, folder) => {
      onStep(`posts of ${day(window.from)} to ${day(window.to)}`);
      const posts = await postsOf(window, options);
      await writeJson(path.join(folder, 'posts.json'), posts);
      if (posts.length === 0) {
        await writeJson(path.join(folder, 'problems.json'), [
          `there is no post of ${day(window.from)} to ${day(window.to)}`,
        ]);
        return { rows: 0, dataHash: 'none' };
      }
      const former = await champion();
      const scale = former?.scale ?? undefined;
      const table = await featureTable(posts, { scale, cacheDir: options.cacheDir });
      await writeJson(path.join(folder, 'problems.json'), await problemsOf(table));
      await saveRows(folder, 'rows', table);
      if (former) {
        await saveRows(folder, 'earlier', former.reference.rows);
        const sides = { train: [...new Set(former.reference.rows.groups)], held: former.heldOut };
        await writeJson(path.join(folder, 'sides.json'), sides);
      }
      return { rows: table.posts.length, dataHash: hashOfRows(table) };
    },
    validate: (folder) => readJson(path.join(folder, 'problems.json'), (value) => value as string[]),
    train: async (data, folder) => {
      const rows = rowsWithOutcome(await loadRows(data, 'rows'));
      const sides = await sidesOf(data);
      const all = sides ? mergeRows(await loadRows(data, 'earlier'), rows, mostRows) : rows;
      const training = await trainCreativeModels(all, { seed, sides, learners: options.learners, onStep });
      await saveCreativeModel(folder, training.model);
      return {
        metrics: registryMetrics(training.metrics),
        parameters: {
          learner: training.metrics.learner,
          posts: all.posts.length,
          newPosts: rows.posts.length,
          seed,
        },
      };
    },
    heldOutLosses: async (modelFolder, data) => {
      const held = await heldRows(data);
      const model = await openCreativeModel(modelFolder);
      return { losses: absoluteErrors(model, held), groups: held.groups };
    },
    meanLosses: async (modelFolder, data) =>
      meanErrors(await openCreativeModel(modelFolder), await heldRows(data)),
  };
}

async function heldRows(folder: string): Promise<TrainingRows> {
  const rows = rowsWithOutcome(await loadRows(folder, 'rows'));
  return selectRowsOf(rows, holdOutAccounts(rows, await sidesOf(folder)).held);
}

async function sidesOf(folder: string): Promise<KnownSides | undefined> {
  const { existsSync } = await import('node:fs');
  const file = path.join(folder, 'sides.json');
  if (!existsSync(file)) return undefined;
  return readJson(file, (value) => {
    const { train, held } = value as { train: string[]; held: string[] };
    return { train: new Set(train), held: new Set(held) };
  });
}

async function problemsOf(table: CreativeTable): Promise<string[]> {
  const { checks } = await validateDataset(table);
  return checks.filter(({ level }) => level === 'fail').map(({ message }) => message);
}

type DataWindow = Parameters<RetrainJob['collect']>[0];

/** The posts of the window, of a file or drawn: the same window draws the same. */
async function postsOf(
  window: DataWindow,
  { data, seed = 42 }: CreativeRetrainOptions,
): Promise<SocialPost[]> {
  const within = ({ postingTime }: SocialPost) => {
    const time = Date.parse(postingTime);
    return time >= window.from.getTime() && time < window.to.getTime();
  };
  if (data !== null) return (await readSocialPosts(data)).records.filter(within);
  const set = await drawCreatives({ count: drawnPosts, seed: seed + window.to.getTime() / 86_400_000 });
  const { records } = await readSocialPosts(set.postsPath);
  return records.map((post) => movedInto(window, post)).filter(within);
}

/** The post at the same hour of the first day of the window that has its weekday. */
function movedInto({ from }: DataWindow, post: SocialPost): SocialPost {
  const then = new Date(post.postingTime);
  const days = (then.getUTCDay() - from.getUTCDay() + 7) % 7;
  const at = new Date(from.getTime() + days * 86_400_000);
  at.setUTCHours(then.getUTCHours(), then.getUTCMinutes());
  return { ...post, id: `${day(from)}-${post.id}`, postingTime: at.toISOString() };
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
