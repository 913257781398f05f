/** Checks of configuration documents: names, types and how they are reported. */
package io.kafkavertx.internal.config;
