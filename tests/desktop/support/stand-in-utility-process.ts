import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MessagePortMain } from './message-ports.ts';
import { record } from './stand-in-app.ts';

type FromCore = { kind: 'message'; data: unknown } | { kind: 'port'; port: number; data: unknown };

/** A real child of plain Node where Electron would start its utility process. */
class UtilityProcess extends EventEmitter {
  private readonly child: ChildProcess;
  private readonly ports = new Map<number, MessagePortMain>();
  readonly stdout;
  readonly stderr;

  constructor(modulePath: string) {
    super();
    this.child = fork(fileURLToPath(new URL('core-bootstrap.ts', import.meta.url)), [modulePath], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--import', new URL('forbid-electron.ts', import.meta.url).href],
    });
    this.stdout = this.child.stdout;
    this.stderr = this.child.stderr;
    this.child.on('message', (message: FromCore) => {
      if (message.kind === 'message') this.emit('message', message.data);
      else this.ports.get(message.port)?.postMessage(message.data);
    });
    this.child.on('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid() {
    return this.child.pid;
  }
  postMessage(data: unknown, transfer: MessagePortMain[] = []) {
    const ports = transfer.map((port) => {
      const id = this.ports.size + 1;
      this.ports.set(id, port);
      port.inner.on('message', (sent: unknown) =>
        this.send({ kind: 'port', port: id, data: sent }),
      );
      port.inner.on('close', () => this.send({ kind: 'port-closed', port: id }));
      return id;
    });
    this.send({ kind: 'message', data, ports });
  }
  kill() {
    return this.child.kill();
  }
  private send(message: object) {
    if (this.child.connected) this.child.send(message);
  }
}

export const utilityProcess = {
  fork(modulePath: string, _args: string[], options: unknown) {
    const child = new UtilityProcess(modulePath);
    record.forks.push({ modulePath, options, pid: child.pid });
    return child;
  },
};
