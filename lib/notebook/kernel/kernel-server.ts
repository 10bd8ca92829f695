import { setTimeout as sleep } from 'node:timers/promises';
import type { Router } from 'zeromq';
import { decodeMessage, delimiter, encodeMessage, request } from '../run/messages.js';
import type { CellHandler, ExecuteRequest } from './cell-handler.js';
import { jupyter } from './tslab.js';

const { ZmqServer } = jupyter;
type TslabMessage = Parameters<InstanceType<typeof ZmqServer>['handleExecute']>[1];

/** Time in which requests that were sent before a failure arrive: a cell that never waits keeps them in the socket. */
const arrivalMs = 20;

/**
 * tslab's end of Jupyter's protocol. Cells are executed one after the other, each with its input and its error told to
 * all; where one fails, those that wait are given up, as they were asked to be, and what is sent later is executed.
 */
export class KernelServer extends ZmqServer {
  readonly #cells: CellHandler;
  #last: Promise<unknown> = Promise.resolve();
  readonly #waiting = new Set<string>();
  readonly #givenUp = new Set<string>();
  #received = 0;

  constructor(cells: CellHandler, connectionFile: string) {
    super(cells, connectionFile);
    this.#cells = cells;
  }

  override async handleShellMessage(socket: Router, ...frames: Buffer[]): Promise<void> {
    this.#received++;
    const { header } = decodeMessage(frames, this.connInfo.key);
    if (header.msg_type === 'interrupt_request') return this.#interrupt(socket, frames);
    if (header.msg_type !== 'execute_request') return super.handleShellMessage(socket, ...frames);
    this.#waiting.add(header.msg_id);
    const turn = this.#last.then(() => super.handleShellMessage(socket, ...frames));
    this.#last = turn.catch(() => {});
    return turn;
  }

  override async handleExecute(socket: Router, message: TslabMessage): Promise<void> {
    const { msg_id: id } = message.header;
    // Jupyter says in the metadata of a request which cell it is of.
    const { cellId } = message.metadata as { cellId?: string };
    const asked = { ...(message.content as ExecuteRequest), cell_id: cellId };
    this.#waiting.delete(id);
    const reply = this.#answer(message, 'execute_reply');
    if (this.#givenUp.delete(id)) reply.content = { status: 'aborted' };
    else {
      reply.content = await this.#cells.run(asked, (type, content) => {
        const published = this.#answer(message, type);
        published.content = content;
        published.signAndSend(this.connInfo.key, this.iopub);
      });
      const hasFailed = (reply.content as { status?: string }).status === 'error';
      if (hasFailed && asked.stop_on_error !== false) await this.#giveUpWaiting();
    }
    reply.signAndSend(this.connInfo.key, socket);
  }

  /** tslab calls its answer `complete_reply`. */
  override handleCommInfoRequest(socket: Router, message: TslabMessage): void {
    const reply = this.#answer(message, 'comm_info_reply');
    reply.content = { status: 'ok', comms: {} };
    reply.signAndSend(this.connInfo.key, socket);
  }

  #answer(message: TslabMessage, type: string): TslabMessage {
    const answer = message.createReply();
    answer.header.msg_type = type;
    return answer;
  }

  async #giveUpWaiting(): Promise<void> {
    for (let before = -1; before !== this.#received; ) {
      before = this.#received;
      await sleep(arrivalMs);
    }
    for (const id of this.#waiting) this.#givenUp.add(id);
  }

  /** What Jupyter sends instead of a signal where it cannot send one: the same for all who listen to the signal. */
  #interrupt(socket: Router, frames: Buffer[]): void {
    process.emit('SIGINT');
    const { key } = this.connInfo;
    const asked = decodeMessage(frames, key);
    const identities = frames.slice(
      0,
      frames.findIndex((frame) => frame.equals(delimiter)),
    );
    const reply = {
      ...request('interrupt_reply', { status: 'ok' }, asked.header.session),
      parent: asked.header,
    };
    socket.send([...identities, ...encodeMessage(reply, key)]);
  }
}
