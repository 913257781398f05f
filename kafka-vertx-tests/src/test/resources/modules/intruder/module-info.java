/** A module that wants what is not for it. */
module intruder {
  requires io.kafkavertx;
}
