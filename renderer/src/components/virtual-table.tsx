import {
  useEffect,
  useId,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { useVirtualWindow } from '#renderer/hooks/use-virtual-window.ts';
import classes from '#renderer/components/virtual-table.module.css';

const ROW_PX = 40;
const HEAD_PX = 34;

/** One column of a VirtualTable. `width` in pixels; with `grow` it is the least width. */
export interface VirtualColumn<Row> {
  key: string;
  header: ReactNode;
  width?: number;
  grow?: number;
  align?: 'left' | 'right';
  render: (row: Row) => ReactNode;
}

/** See VirtualTable. */
export interface VirtualTableProps<Row> {
  columns: readonly VirtualColumn<Row>[];
  /** All rows there are, not only those loaded. */
  total: number;
  /** The row at an index, or undefined while its page is on the way. */
  getRow: (index: number) => Row | undefined;
  /** Told which rows are in view, so that their pages are loaded. */
  onVisibleRange: (first: number, last: number) => void;
  onRowClick?: (row: Row) => void;
  /** Key of the row that is shown elsewhere, for example in the side panel. */
  selectedId?: string | number | null;
  rowKey: (row: Row) => string | number;
  /** What the table lists, for screen readers. */
  label: string;
  /** Fixed height; without it the table takes what its column has left. */
  height?: number | string;
  /** When this changes (another search, another list), the table goes back to its top. */
  resetKey?: string;
}

function template<Row>(columns: readonly VirtualColumn<Row>[]): string {
  return columns
    .map(({ width, grow }) =>
      grow !== undefined || width === undefined
        ? `minmax(${width ?? 120}px, ${grow ?? 1}fr)`
        : `${width}px`,
    )
    .join(' ');
}

function targetOf(key: string, active: number, page: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, active + 1);
    case 'ArrowUp':
      return Math.max(0, active - 1);
    case 'PageDown':
      return Math.min(last, active + page);
    case 'PageUp':
      return Math.max(0, active - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/**
 * A table of any length: draws only the rows in view, shows skeletons where a page is on the way, and
 * is one stop for the Tab key (arrows, Home, End, Page Up/Down move; Enter opens).
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { columns, total, getRow, onVisibleRange, onRowClick, label, height, resetKey } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  // The active row belongs to one search: another one starts at its first row.
  const [picked, setPicked] = useState({ index: 0, resetKey });
  const view = useVirtualWindow(box, total, ROW_PX, HEAD_PX);
  const active = picked.resetKey === resetKey ? picked.index : 0;
  const current = Math.min(active, Math.max(0, total - 1));
  const setActive = (index: number) => setPicked({ index, resetKey });

  useEffect(() => {
    if (view.last >= view.first) onVisibleRange(view.first, view.last);
  }, [onVisibleRange, view.first, view.last]);

  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [resetKey]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== box.current) return;
    if (event.key === 'Enter' && !event.repeat) {
      const row = getRow(current);
      if (row !== undefined && onRowClick !== undefined) {
        event.preventDefault();
        onRowClick(row);
      }
      return;
    }
    const target = targetOf(event.key, current, view.rowsInView, total - 1);
    if (target === undefined || total === 0) return;
    event.preventDefault();
    setActive(target);
    view.reveal(target);
  };

  const grid: CSSProperties = { gridTemplateColumns: template(columns) };
  const width = columns.reduce((sum, column) => sum + (column.width ?? 120), 0);
  const indexes = Array.from(
    { length: Math.max(0, view.last - view.first + 1) },
    (_, offset) => view.first + offset,
  );
  return (
    <div
      ref={box}
      className={classes.table}
      style={height === undefined ? undefined : { height, flex: 'none' }}
      role="grid"
      aria-label={label}
      aria-busy={indexes.some((index) => getRow(index) === undefined)}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={total > 0 ? `${id}-${current}` : undefined}
      tabIndex={0}
      onScroll={view.onScroll}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={classes.head} style={{ minWidth: width }}>
        <div
          role="row"
          aria-rowindex={1}
          className={classes.headRow}
          style={{ ...grid, height: HEAD_PX }}
        >
          {columns.map((column) => (
            <div
              key={column.key}
              role="columnheader"
              className={classes.cell}
              data-align={column.align}
            >
              {column.header}
            </div>
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        className={classes.body}
        style={{ height: view.height, minWidth: width }}
      >
        {indexes.map((index) => (
          <BodyRow
            key={index}
            {...props}
            index={index}
            id={`${id}-${index}`}
            active={index === current}
            style={{ ...grid, height: ROW_PX, transform: `translateY(${view.topOf(index)}px)` }}
            onPick={() => setActive(index)}
          />
        ))}
      </div>
    </div>
  );
}

function BodyRow<Row>({
  columns,
  getRow,
  rowKey,
  selectedId,
  onRowClick,
  index,
  id,
  active,
  style,
  onPick,
}: VirtualTableProps<Row> & {
  index: number;
  id: string;
  active: boolean;
  style: CSSProperties;
  onPick: () => void;
}) {
  const row = getRow(index);
  const selected =
    row !== undefined && selectedId !== undefined && selectedId !== null
      ? rowKey(row) === selectedId
      : false;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active || undefined}
      data-clickable={onRowClick !== undefined || undefined}
      className={classes.row}
      style={style}
      onClick={() => {
        onPick();
        if (row !== undefined) onRowClick?.(row);
      }}
    >
      {columns.map((column) => (
        <div key={column.key} role="gridcell" className={classes.cell} data-align={column.align}>
          {row === undefined ? <span className={classes.waiting} /> : column.render(row)}
        </div>
      ))}
    </div>
  );
}
