package io.kafkavertx.tests.modules;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether compiled code links with classes that it was not compiled with. */
final class Members {
  private Members() {}

  /** Whether what is accessed exists by name, parameters and, as the JVM asks, by its type. */
  static boolean has(ClassLoader loader, JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    Class<?> owner;
    try {
      owner = loader.loadClass(target.getOwner().getName());
    } catch (ClassNotFoundException e) {
      return false;
    }
    if (target instanceof AccessTarget.FieldAccessTarget field) {
      return lineage(owner).stream()
          .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
          .anyMatch(
              found ->
                  found.getName().equals(field.getName())
                      && found.getType().getName().equals(field.getRawType().getName()));
    }
    if (target instanceof AccessTarget.ConstructorCallTarget constructor) {
      return Arrays.stream(owner.getDeclaredConstructors())
          .anyMatch(found -> same(found.getParameterTypes(), constructor.getRawParameterTypes()));
    }
    AccessTarget.CodeUnitAccessTarget method = (AccessTarget.CodeUnitAccessTarget) target;
    return lineage(owner).stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .anyMatch(
            found ->
                found.getName().equals(method.getName())
                    && found.getReturnType().getName().equals(method.getRawReturnType().getName())
                    && same(found.getParameterTypes(), method.getRawParameterTypes()));
  }

  private static boolean same(Class<?>[] found, List<JavaClass> wanted) {
    return Arrays.stream(found)
        .map(Class::getName)
        .toList()
        .equals(wanted.stream().map(JavaClass::getName).toList());
  }

  private static Set<Class<?>> lineage(Class<?> type) {
    Set<Class<?>> lineage = new HashSet<>();
    if (type != null && lineage.add(type)) {
      lineage.addAll(lineage(type.getSuperclass()));
      for (Class<?> implemented : type.getInterfaces()) {
        lineage.addAll(lineage(implemented));
      }
      if (type.isInterface()) {
        lineage.add(Object.class);
      }
    }
    return lineage;
  }

  /** The methods that a class which can be made does not have and should. */
  static List<String> leftAbstract(Class<?> type) {
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      return List.of();
    }
    return Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .map(Method::toString)
        .map(method -> type.getName() + " has no " + method)
        .toList();
  }
}
