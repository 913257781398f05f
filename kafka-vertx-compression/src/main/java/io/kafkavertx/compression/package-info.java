/**
 * The four codecs of Kafka. Applications name them in their options ({@code gzip}, {@code snappy},
 * {@code lz4}, {@code zstd}) and do not use this package.
 *
 * <p>What comes in is not trusted: sizes that it declares allocate nothing beyond a small multiple
 * of the bytes that are really there, and are checked before native code sees them.
 */
package io.kafkavertx.compression;
