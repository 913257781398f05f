/**
 * IAM of Amazon MSK: the mechanism {@code AWS_MSK_IAM}, and tokens for {@code OAUTHBEARER}, signed
 * with Signature Version 4 without an SDK of AWS.
 *
 * <p>The signatures are checked against published examples. None of this was ever run against MSK.
 */
package io.kafkavertx.sasl.aws;
