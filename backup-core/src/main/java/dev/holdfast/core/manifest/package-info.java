/**
 * What stands clear beside the sealed objects: <em>manifests</em>, which describe a snapshot; <em>needed volumes</em>,
 * which tell the blocks that a snapshot needs; <em>inventories</em>, which tell lengths and hashes of a volume's
 * blocks; and <em>references</em> to chunks.
 */
@NullMarked
package dev.holdfast.core.manifest;

import org.jspecify.annotations.NullMarked;
