export { type TfjsLoss, type TfjsTrainerOptions, tfjsTrainer } from './tfjs-trainer.js';
