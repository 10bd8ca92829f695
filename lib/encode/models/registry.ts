import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../../onnx/index.js';
import { projectPath } from '../../store/index.js';

export type ModelKind = 'text' | 'image';

/** A repository of the model hub, what to take from it, and what it must be. */
export interface HubModel {
  /** For people: 'MiniLM'. */
  readonly title: string;
  /** 'org/name'. */
  readonly repo: string;
  /** A commit where it is pinned, else a branch. */
  readonly revision: string;
  /** Path of the ONNX file inside the repository. */
  readonly file: string;
  /** Size in bytes and SHA-256 of that file, where they are pinned. */
  readonly bytes?: number;
  readonly sha256?: string;
  /** SHA-256 of the other files, by their path in the repository, where they are pinned. */
  readonly companions?: Readonly<Record<string, string>>;
  /** How token vectors become a text vector, where the repository does not say it. */
  readonly pooling?: 'mean' | 'cls';
}

/** A model that lies on this machine: a folder, or one ONNX file. */
export interface LocalModel {
  readonly path: string;
}

interface KnownModel extends HubModel {
  readonly kind: ModelKind;
  readonly aliases: readonly string[];
  /** Whether it is what 'auto' means where the texts are not English. */
  readonly multilingual?: boolean;
}

/** The models that are known by a short name; the first of each kind is what 'auto' means, for English texts. */
const models: readonly KnownModel[] = [
  {
    kind: 'text',
    title: 'MiniLM',
    aliases: ['minilm', 'all-minilm-l6-v2'],
    repo: 'sentence-transformers/all-MiniLM-L6-v2',
    revision: '1110a243fdf4706b3f48f1d95db1a4f5529b4d41',
    file: 'onnx/model.onnx',
    bytes: 90_405_214,
    sha256: '6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452',
    companions: {
      'tokenizer.json': 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
      'tokenizer_config.json': 'acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b',
      'config.json': '953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41',
      'sentence_bert_config.json': 'fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7',
      '1_Pooling/config.json': '4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23',
    },
  },
  {
    kind: 'text',
    title: 'Multilingual MiniLM',
    aliases: ['multilingual-minilm', 'paraphrase-multilingual-minilm-l12-v2'],
    multilingual: true,
    repo: 'Xenova/paraphrase-multilingual-MiniLM-L12-v2',
    revision: '2c4055b12046f11709e9df2c122e59ffbdc2f900',
    file: 'onnx/model.onnx',
    bytes: 470_268_510,
    sha256: '185ae63f47e17a7e8d30d0e6a3cde6a6e4b79bc5b81666ecffc279a6856ca113',
    companions: {
      'tokenizer.json': 'b60b6b43406a48bf3638526314f3d232d97058bc93472ff2de930d43686fa441',
      'tokenizer_config.json': '3f5961b9ac86288cccdb97f32fb848d6187c78e1603958c53f3ea1f296b7d8a2',
      'config.json': '05b570bff786faa5c4604152aa16f19f77ed6dfc31e47dd0f3dd987078693ac7',
    },
  },
  {
    kind: 'text',
    title: 'MPNet',
    aliases: ['mpnet', 'all-mpnet-base-v2'],
    repo: 'sentence-transformers/all-mpnet-base-v2',
    revision: 'main',
    file: 'onnx/model.onnx',
  },
  {
    kind: 'text',
    title: 'MPNet for questions',
    aliases: ['multi-qa-mpnet-base-dot-v1'],
    repo: 'Xenova/multi-qa-mpnet-base-dot-v1',
    revision: 'main',
    file: 'onnx/model.onnx',
    pooling: 'cls',
  },
  {
    kind: 'image',
    title: 'ResNet50',
    aliases: ['resnet50', 'resnet-50'],
    repo: 'onnx-community/resnet-50-ONNX',
    revision: 'b6ef686fe842388c9449c7acb7269d02c69bacfb',
    file: 'onnx/model.onnx',
    bytes: 102_182_062,
    sha256: 'de5d34d98e29c8f436264685f0b0e6a83b0d023516e40df0f96e02d5dd8e4c50',
  },
  {
    kind: 'image',
    title: 'EfficientNet-B0',
    aliases: ['efficientnet', 'efficientnet-b0'],
    repo: 'Kalray/efficientnet-b0',
    revision: 'c7cdbbfc4eda1e43e3577a583135c1af05a80081',
    file: 'efficientNet-b0.onnx',
    bytes: 21_144_194,
    sha256: '0fb1e040635c36fb710abd6c07ff5448654a16eeeaf5a75134f83021e1c33a7c',
  },
  {
    kind: 'image',
    title: 'MobileNetV2',
    aliases: ['mobilenet', 'mobilenetv2', 'mobilenet-v2'],
    repo: 'onnxmodelzoo/mobilenetv2-10',
    revision: 'main',
    file: 'mobilenetv2-10.onnx',
  },
];

/** The encoders that need no model file. */
export const weightFree: Record<ModelKind, string> = { text: 'lsa', image: 'descriptors' };

/** The short names of a kind of model, as they are listed to someone who gave another. */
export function knownModels(kind: ModelKind): string[] {
  const aliases = models.filter((model) => model.kind === kind).flatMap(({ aliases }) => aliases);
  return ['auto', weightFree[kind], ...aliases];
}

/**
 * What a model's name stands for: 'auto', a short name, 'org/name' on the hub, or a path of a folder or .onnx file
 * (from the project's root).
 * @param multilingual whether 'auto' is the text model of many languages
 * @throws {ModelError} with the known names for any other
 */
export async function findModel(
  kind: ModelKind,
  name: string,
  multilingual = false,
): Promise<HubModel | LocalModel> {
  const wanted = name.trim();
  const ofKind = models.filter((model) => model.kind === kind);
  const known = ofKind.find(
    ({ aliases, repo }) =>
      aliases.includes(wanted.toLowerCase()) || repo.toLowerCase() === wanted.toLowerCase(),
  );
  if (wanted === 'auto') return ofKind.find((model) => multilingual && model.multilingual) ?? ofKind[0];
  if (known) return known;

  const local = projectPath(wanted);
  if (wanted !== '' && (await stat(local).catch(() => null))) return { path: local };
  const isPath = path.isAbsolute(wanted) || /^\.{0,2}[\\/]|^~|\.onnx$|\\/.test(wanted);
  if (isPath) throw new ModelError(`${kind} model ${local} does not exist; check the path`);
  if (/^\w[\w.-]*\/\w[\w.-]*$/.test(wanted)) {
    return { title: wanted.split('/')[1], repo: wanted, revision: 'main', file: 'onnx/model.onnx' };
  }
  throw new ModelError(
    `unknown ${kind} model ${JSON.stringify(name)}; known are ${knownModels(kind).join(', ')}; or give org/name of the model hub, a folder, or an .onnx file`,
  );
}
