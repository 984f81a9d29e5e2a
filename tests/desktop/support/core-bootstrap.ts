import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { MessagePortMain } from './message-ports.ts';

/**
 * Stands where Electron's utility process would: gives the built core process its `parentPort` over
 * plain Node's IPC and turns bridged ports back into ports. Electron itself is forbidden here.
 */
type FromMain =
  | { kind: 'message'; data: unknown; ports: number[] }
  | { kind: 'port'; port: number; data: unknown }
  | { kind: 'port-closed'; port: number };

class ParentPort extends EventEmitter {
  postMessage(data: unknown) {
    process.send?.({ kind: 'message', data });
  }
}

const parentPort = new ParentPort();
const bridged = new Map<number, MessagePort>();
const early: unknown[] = [];

function openPort(id: number): MessagePortMain {
  const { port1, port2 } = new MessageChannel();
  port2.on('message', (data: unknown) => process.send?.({ kind: 'port', port: id, data }));
  bridged.set(id, port2);
  return new MessagePortMain(port1);
}

process.on('message', (message: FromMain) => {
  if (message.kind === 'port') bridged.get(message.port)?.postMessage(message.data);
  else if (message.kind === 'port-closed') bridged.get(message.port)?.close();
  else {
    const event = { data: message.data, ports: message.ports.map(openPort) };
    // Electron keeps messages until somebody listens.
    if (parentPort.listenerCount('message') > 0) parentPort.emit('message', event);
    else early.push(event);
  }
});
process.on('disconnect', () => process.exit(0));

Object.defineProperty(process, 'parentPort', { value: parentPort });
await import(pathToFileURL(process.argv[2] ?? '').href);
for (const event of early.splice(0)) parentPort.emit('message', event);
