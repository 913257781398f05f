package io.kafkavertx.testkit.broker;

/**
 * What a broker's process is started from.
 *
 * @param version the release's number
 * @param classPath its jars, and whatever the user adds
 * @param archive its classes as the JVM has prepared them; null for none
 */
record Release(String version, String classPath, ClassArchive archive) {}
