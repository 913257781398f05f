package io.kafkavertx.sasl;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;

/** Runs code as somebody: the way to do that changed with JDK 18, and the old way will go. */
final class KerberosSubject {
  /** {@code Subject.callAs}; null before JDK 18. */
  private static final MethodHandle CALL_AS = callAs();

  private KerberosSubject() {}

  private static MethodHandle callAs() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Subject.class,
              "callAs",
              MethodType.methodType(Object.class, Subject.class, Callable.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  static byte[] call(Subject subject, Callable<byte[]> work) throws Exception {
    try {
      if (CALL_AS != null) {
        return (byte[]) CALL_AS.invoke(subject, work);
      }
      return Subject.doAs(subject, (PrivilegedExceptionAction<byte[]>) work::call);
    } catch (CompletionException | PrivilegedActionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
