// TensorFlow.js's own declarations do not compile in a project that checks those of its libraries (skipLibCheck: false),
// so what others see of this library names the types here, which TensorFlow.js's fit.

/** What is used of a TensorFlow.js Layers model. Any `tf.LayersModel` is one; `model as tf.LayersModel` leads back. */
export interface LayersModel {
  readonly name: string;
  readonly inputs: readonly LayersTensor[];
  readonly outputs: readonly LayersTensor[];
  readonly layers: readonly object[];
  readonly trainableWeights: readonly object[];
  /** What the model says of itself, where it says anything. */
  getUserDefinedMetadata(): object | undefined;
  save(files: Pick<LayersModelFiles, 'save'>): Promise<unknown>;
  /** Gives the memory of the weights back. */
  dispose(): unknown;
}

/** What flows between the layers of a model. */
export interface LayersTensor {
  readonly id: number;
  readonly name: string;
  /** The batch first; null is a size that is not known. */
  readonly shape: readonly (number | null)[];
  readonly sourceLayer: SourceLayer;
}

/** The layer that a tensor comes from. */
export interface SourceLayer {
  readonly name: string;
  readonly inboundNodes: readonly {
    readonly inputTensors: readonly LayersTensor[];
    readonly outputTensors: readonly LayersTensor[];
    readonly inboundLayers: readonly object[];
  }[];
  getClassName(): string;
}

/** How a model is read and written: an IO handler of `model.save` and `tf.loadLayersModel`. */
export interface LayersModelFiles {
  load(): Promise<ModelArtifacts>;
  save(artifacts: ModelArtifacts): Promise<SaveResult>;
}

/** The parts of a saved model; others are written as they come. */
export interface ModelArtifacts {
  modelTopology?: object;
  weightSpecs?: WeightSpec[];
  /** The values of all weights, in the order of `weightSpecs`. */
  weightData?: ArrayBuffer | ArrayBuffer[];
}

export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool' | 'string' | 'complex64';
  quantization?: { scale?: number; min?: number; dtype: 'uint16' | 'uint8' | 'float16' };
}

export interface SaveResult {
  modelArtifactsInfo: { dateSaved: Date; modelTopologyType: 'JSON'; weightDataBytes: number };
}
