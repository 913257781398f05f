package io.kafkavertx.internal.admin;

/**
 * What an operation needs of a broker.
 *
 * @param version the lowest version of its API that can carry what is asked
 * @param since the first release whose brokers have it
 * @param what what it is that needs it, for the error
 */
record Need(int version, String since, String what) {
  /** The API as such. */
  static Need api(String since) {
    return new Need(0, since, "this request");
  }
}
