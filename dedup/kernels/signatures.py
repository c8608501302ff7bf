"""The types that each compiled loop takes and gives, by its name.

Declared, so that no call compiles again: arrays that are only read are declared read-only,
which fits those that may be written too.
"""

from __future__ import annotations

from typing import Any


def signatures() -> dict[str, Any]:
    """The types of each loop.

    Arrays that are read are declared read-only, which writable ones may be
    passed for.
    """
    from numba import types  # noqa: PLC0415

    def read(kind: Any) -> Any:
        return types.Array(kind, 1, "C", readonly=True)

    u8, u16, u32, u64 = types.uint8, types.uint16, types.uint32, types.uint64
    i32, i64 = types.int32, types.int64
    f32, f64 = types.float32, types.float64
    counted: Any = types.Tuple
    table = (read(u8), read(u32), read(u8), read(u32))
    pairs = (read(u32), read(u32), read(i64))
    passages = (types.Array(i64, 2, "C", readonly=True), read(i64))
    met = (read(i32), read(i64))
    told = (read(i64), read(u8))
    return {
        "tokenize": [
            i64(read(u8), read(i64), *table, u64[::1], places, places, i64[::1])
            for places in (u32[::1], types.none)
        ],
        "shingle": i64(read(u64), read(i64), i64, u64, types.boolean, u32[::1], i64[::1]),
        "sign": types.void(read(u32), read(i64), read(u32), read(u32), u32[:, ::1]),
        "overlap": types.void(read(u32), read(i64), read(u32), read(u32), u32[::1]),
        "order": types.void(read(u64), read(i64), u32[::1]),
        "tile": counted((i64, i64, i64))(
            *(read(u32), read(u32)),
            *(read(u64), read(i64), read(u32)) * 2,
            *(read(i64), read(i64), read(i64)),
            *(f64, i64[:, ::1], i64[:, ::1]),
        ),
        "propose": counted((i64, i64))(
            *(i64, i64),
            *(read(i64), read(u32), read(f32)) * 2,
            *(i64, f64, i64[:, ::1]),
        ),
        "product": types.void(
            *(read(u32), read(f32), read(i64), read(i64), read(u32), read(u32), f32[::1])
        ),
        "strongest": i64(read(u32), read(f32), read(i64), i64, i64[::1], i64[::1]),
        "number": counted((i64, i64))(
            *(read(u64), read(i64), read(u32), u32[::1], u64[:, ::1]),
            *(u32[::1], u32[::1], u32[::1], i64, i64),
        ),
        "distinct": i64(read(u64), read(i64), read(u32), u32[::1], i64[::1], i64[::1]),
        "assign": types.void(
            *(read(u64), read(i64), read(u64), read(f32), read(i64), read(i64), f64, f32[::1])
        ),
        "meet": types.void(
            *(read(u32), read(u32), read(u64), read(i64), read(i64), i32[::1]),
        ),
        "weigh": types.void(*(read(u32), read(u32), read(u64), read(f32), read(i64), f64[:, ::1])),
        "narrate": types.void(*pairs, read(u8), *passages, read(u8), i64, read(i64), u8[::1]),
        "agree": types.void(
            *(*pairs, read(u8), read(u32), read(i32), *met, read(i64), u8[::1]),
        ),
        "tally": types.void(*pairs, *told, i64[:, ::1]),
        "run": types.void(
            *(read(u32), read(i64), read(u8), passages[0], read(i64), read(i64)),
            *(*told, f64[:, ::1]),
        ),
        "swap": types.void(
            *(*pairs, read(u8), read(u32), read(i32), read(i64), read(i64)),
            *(*passages, *met, f64[::1]),
        ),
        "anchor": types.void(
            *(*pairs, read(f32), read(u32), read(i32), read(i64), *met, *told),
            *(f64, i64, f64[:, ::1]),
        ),
        "liken": types.void(
            *(*pairs, read(u32), read(f32), read(i64), read(i32), read(i64), *met, *told),
            *(i64, read(f64), f64[:, ::1]),
        ),
        "replace": types.void(
            *(*pairs, read(u8), read(f32), read(u32), read(i32), *told, f64[:, ::1]),
        ),
        "remain": types.void(
            *(*pairs, read(u8), read(f32), read(u32), *met, *told, f64[:, ::1]),
        ),
        "neighbour": types.void(
            *(read(u32), read(u32), read(u32), read(f64), read(i64)),
            *(u32[:, ::1], i64[::1]),
        ),
        "descend": types.void(
            *(read(u32), read(u32), read(u32), read(i64), read(u32), read(i64)),
            *(read(u64), read(i64), read(i64), i64[:, ::1], f64[:, ::1]),
        ),
        "lack": types.void(
            *(i64, read(u32), i64, read(u32), read(i64), read(u64), read(i64), i64[:, ::1])
        ),
        "file_words": types.void(u64[:, ::1], i64, u32[::1]),
        "arrange": types.void(u32[::1], u32[::1], read(i64), read(u32)),
        "file_bands": types.void(types.Array(u32, 2, "C", readonly=True), i64, u64[:, ::1]),
        "crowd": i64(read(u64), i64, u8[::1], i64[::1]),
        "end_sentences": i64(read(u32), read(u16), read(i64), read(i64), read(u64), i64[::1]),
        "quote": i64(read(u32), read(u16), read(i64), i64[:, ::1], u8[::1]),
        "spell": i64(
            *(read(u8), read(i64), read(u16), read(u16), u16[::1], u16[::1], i64[::1], i64[::1])
        ),
        "sight": counted((i64, i64))(
            *(read(u16), read(i64), read(i64), read(u16), read(u64), read(u64), read(i64), i64),
            *(i64[::1], i64[::1]),
        ),
        "spot": counted((i64, i64))(
            *(read(u16), read(i64), read(i64), read(u16), read(u16), read(i64)),
            *(read(i32), read(i32), read(i32), read(i32), read(i64), read(i64), i64),
            *(u32[::1], i64[::1]),
        ),
        "outline": types.void(read(u16), read(i64), read(u16), i64, u64[::1], u64[::1]),
        "shape": types.void(read(u16), read(i64), read(i64), read(u16), i64[::1], u16[::1]),
        "date": types.void(read(u16), read(i64), read(u16), read(i64), u16[::1]),
        "begin": i64(
            *(read(u8), read(i64), *table, read(u8), read(u8)),
            *(u64[::1], u64[::1], u32[::1], i64[::1]),
        ),
        "flank": types.void(
            *(read(u16), read(i64), read(u16), read(u16), read(i64), read(u64), read(i64)),
            *(read(i64), read(i64), i64[::1]),
        ),
        "glance": types.void(
            *(read(u8), read(i64), read(u8), read(u64), read(i64), read(f64)),
            *(i64[::1], i64[::1]),
        ),
        "edge": types.void(read(u16), read(i64), read(u16), u16[::1]),
        "imprint": i64(
            *(read(u16), read(i64), read(i64), read(u16), read(u16)),
            *(u8[::1], i64[::1], i64[::1], u8[::1]),
        ),
        "unlink": types.void(
            *(read(u16), read(i64), read(i64), read(u8)),
            *(u16[::1], i64[::1], u8[::1]),
        ),
        "recall": types.void(read(u64), read(u64), read(u16), u16[::1]),
        "unname": types.void(u16[::1], i64[::1], read(u8), read(u16), u8[::1]),
    }
