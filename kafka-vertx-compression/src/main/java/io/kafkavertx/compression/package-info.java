/**
 * The four codecs of Kafka. Applications name them in their options ({@code gzip}, {@code snappy},
 * {@code lz4}, {@code zstd}) and do not use this package.
 *
 * <p>What comes in is not trusted: a size that it declares is believed only as far as the bytes
 * that are really there can become so much, and is checked before native code sees it. An output is
 * allocated once in most cases, and what is too large for it is refused before there is memory for
 * it.
 */
package io.kafkavertx.compression;
