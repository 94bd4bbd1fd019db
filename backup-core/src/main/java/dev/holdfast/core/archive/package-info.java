/**
 * The archive formats that come with the library: {@code zstd}, which compresses, and {@code stored}, which does not.
 *
 * <p>Both begin with the block's <em>chunk directory</em>, the lengths of its chunks, in a zstd <em>skippable
 * frame</em>: a 4-byte magic number from 0x184D2A50 to 0x184D2A5F and a 4-byte payload size, both unsigned
 * little-endian, then the payload. The zstd program skips such frames. The directory's frame has the magic number
 * 0x184D2A5C. Other skippable frames may stand before and behind it, for instance as padding, and mean nothing to a
 * reader.
 *
 * <pre>
 * directory frame:  5C 2A 4D 18 | payload size, 4 bytes | payload
 * payload:          01 (version) | chunk count | length of each chunk in bytes, in the order of the content
 * </pre>
 *
 * <p>Count and lengths are unsigned LEB128 (seven bits a byte, lowest first, bit 7 set in all bytes but the last) in
 * the shortest form, from 1 to 2<sup>31</sup> - 1. There is nothing behind the last length. The lengths add up to the
 * size of the content. The chunks' hashes are not stored: they follow from the content.
 */
@NullMarked
package dev.holdfast.core.archive;

import org.jspecify.annotations.NullMarked;
