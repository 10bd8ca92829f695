import { answerCalls } from '../../threads/index.js';
import { trainXgboost, type XgboostTask } from './module.js';

answerCalls({
  async train({ task, predict }: { task: XgboostTask; predict: boolean }) {
    return { value: await trainXgboost(task, predict) };
  },
});
