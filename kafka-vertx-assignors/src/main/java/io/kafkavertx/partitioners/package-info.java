/**
 * The partitioners: which partition a record goes to that names none. Found through {@link
 * java.util.ServiceLoader}.
 */
package io.kafkavertx.partitioners;
