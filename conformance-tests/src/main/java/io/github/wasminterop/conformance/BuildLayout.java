package io.github.wasminterop.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How the project that runs the kit is built, as its folders tell.
 *
 * @param output where its build puts what it makes
 * @param gradle whether it is built by Gradle
 */
record BuildLayout(Path output, boolean gradle) {

  /** The layout of the project in the working directory. */
  static BuildLayout current() {
    return of(Path.of(""));
  }

  /** The layout of a project. Unless there are signs of Gradle, it is that of Maven. */
  static BuildLayout of(Path project) {
    boolean gradle =
        !Files.exists(project.resolve("pom.xml"))
            && !Files.isDirectory(project.resolve("target"))
            && (Files.isDirectory(project.resolve("build"))
                || Files.exists(project.resolve("build.gradle"))
                || Files.exists(project.resolve("build.gradle.kts")));
    return new BuildLayout(project.resolve(gradle ? "build" : "target"), gradle);
  }

  /** The command that runs one test of the kit again. */
  String rerun(ExtensionContext test) {
    // The group is a nested class that the backend's class inherits: by name it belongs to the kit.
    String group = test.getRequiredTestClass().getName();
    String method = test.getRequiredTestMethod().getName();
    String outer = test.getEnclosingTestClasses().getFirst().getSimpleName();
    return gradle
        ? "gradle test --tests '%s' --tests '%s.%s'".formatted(outer, group, method)
        : "mvn test '-Dtest=%s,%s#%s'"
            .formatted(outer, group.substring(group.lastIndexOf('.') + 1), method);
  }
}
