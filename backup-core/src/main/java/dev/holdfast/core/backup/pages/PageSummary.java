package dev.holdfast.core.backup.pages;

import dev.holdfast.core.manifest.BlockNeed;
import dev.holdfast.core.manifest.Manifest;
import java.util.List;

/**
 * What a page of a listing says, as far as a run must know that takes it over. Only of pages whose entries can all be
 * proved to be unchanged, none of which is a hard link.
 *
 * @param evidence {@linkplain EvidenceDigest digest} of what the entries were listed with
 * @param totals of the entries
 * @param needs what is needed beside the contents that have pages
 * @param contents the keys of these
 */
public record PageSummary(byte[] evidence, Manifest.Totals totals, List<BlockNeed> needs, List<byte[]> contents) {}
