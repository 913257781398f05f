package io.kafkavertx.admin;

/**
 * What to tell of configuration.
 *
 * @param includeSynonyms also where else a value may be set, and is (Kafka 1.1)
 * @param includeDocumentation also what each key means (Kafka 2.6)
 */
public record DescribeConfigsOptions(boolean includeSynonyms, boolean includeDocumentation) {
  /** Neither. */
  public static DescribeConfigsOptions defaults() {
    return new DescribeConfigsOptions(false, false);
  }

  public DescribeConfigsOptions includeSynonyms(boolean include) {
    return new DescribeConfigsOptions(include, includeDocumentation);
  }

  public DescribeConfigsOptions includeDocumentation(boolean include) {
    return new DescribeConfigsOptions(includeSynonyms, include);
  }
}
