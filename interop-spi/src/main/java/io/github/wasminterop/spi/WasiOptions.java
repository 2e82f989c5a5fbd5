package io.github.wasminterop.spi;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a WASI guest sees of the system: nothing but what is given here.
 *
 * @param arguments the command line, the program's name first
 * @param environment the environment variables
 * @param stdin what the guest reads from its standard input
 * @param stdout where the guest's standard output goes
 * @param stderr where the guest's standard error goes
 * @param directories the directories of the host that the guest may use, by the path under which it
 *     sees them
 */
public record WasiOptions(
    List<String> arguments,
    Map<String, String> environment,
    InputStream stdin,
    OutputStream stdout,
    OutputStream stderr,
    Map<String, Path> directories) {

  /** The module name under which guests import WASI preview 1. */
  public static final String MODULE = "wasi_snapshot_preview1";

  /** Copies the collections. */
  public WasiOptions {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    directories = Map.copyOf(directories);
  }

  /**
   * No arguments, variables or directories; an empty input; output and errors are discarded.
   *
   * @return the options
   */
  public static WasiOptions none() {
    return new WasiOptions(
        List.of(),
        Map.of(),
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        Map.of());
  }

  /**
   * These options with other arguments.
   *
   * @param arguments the command line, the program's name first
   * @return the options
   */
  public WasiOptions withArguments(String... arguments) {
    return new WasiOptions(List.of(arguments), environment, stdin, stdout, stderr, directories);
  }

  /**
   * These options with other environment variables.
   *
   * @param environment the variables
   * @return the options
   */
  public WasiOptions withEnvironment(Map<String, String> environment) {
    return new WasiOptions(arguments, environment, stdin, stdout, stderr, directories);
  }

  /**
   * These options with another standard input.
   *
   * @param stdin what the guest reads
   * @return the options
   */
  public WasiOptions withStdin(InputStream stdin) {
    return new WasiOptions(arguments, environment, stdin, stdout, stderr, directories);
  }

  /**
   * These options with another standard output.
   *
   * @param stdout where the guest's output goes
   * @return the options
   */
  public WasiOptions withStdout(OutputStream stdout) {
    return new WasiOptions(arguments, environment, stdin, stdout, stderr, directories);
  }

  /**
   * These options with another standard error.
   *
   * @param stderr where the guest's errors go
   * @return the options
   */
  public WasiOptions withStderr(OutputStream stderr) {
    return new WasiOptions(arguments, environment, stdin, stdout, stderr, directories);
  }

  /**
   * These options with other directories.
   *
   * @param directories the host's directories by the path under which the guest sees them
   * @return the options
   */
  public WasiOptions withDirectories(Map<String, Path> directories) {
    return new WasiOptions(arguments, environment, stdin, stdout, stderr, directories);
  }
}
