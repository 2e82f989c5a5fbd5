package io.github.wasminterop;

import static java.util.stream.Collectors.joining;

import io.github.wasminterop.abi.AllocatorAbi;
import io.github.wasminterop.error.AllocatorResolutionException;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which descriptions of allocators a guest's exports fit. */
record AllocatorSearch(WasmInstance instance, boolean memory64) {

  /** The only known description that fits. */
  AllocatorAbi only() {
    List<AllocatorAbi> fitting =
        AllocatorAbi.known().stream().filter(abi -> problems(abi).isEmpty()).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    List<String> names = fitting.stream().map(AllocatorAbi::name).toList();
    throw new AllocatorResolutionException(
        fitting.isEmpty()
            ? "%s has no allocator that is known: %s; describe it by AllocatorAbi.of, and pass that to allocator(abi)"
                .formatted(
                    instance,
                    AllocatorAbi.known().stream()
                        .map(abi -> "for %s, %s".formatted(abi, String.join(", ", problems(abi))))
                        .collect(joining("; ")))
            : "%s has several allocators, %s; pass the one that is meant to allocator(abi)"
                .formatted(instance, names),
        names);
  }

  /** Checks that a description fits. */
  AllocatorAbi checked(AllocatorAbi abi) {
    List<String> problems = problems(abi);
    if (!problems.isEmpty()) {
      throw new AllocatorResolutionException(
          "%s does not have the allocator %s: %s"
              .formatted(instance, abi, String.join(", ", problems)),
          List.of());
    }
    return abi;
  }

  private List<String> problems(AllocatorAbi abi) {
    List<String> problems = new ArrayList<>();
    look(abi.allocate(), true, problems);
    look(abi.retain(), false, problems);
    look(abi.release(), false, problems);
    return problems;
  }

  private void look(AllocatorAbi.@Nullable Call call, boolean gives, List<String> problems) {
    if (call == null) {
      return;
    }
    List<ValueType> parameters =
        call.parameters().stream().map(parameter -> parameter.type(memory64)).toList();
    List<ValueType> address = List.of(memory64 ? ValueType.I64 : ValueType.I32);
    WasmExtern found = instance.exports().get(call.export());
    if (found == null) {
      problems.add("'%s' is missing".formatted(call.export()));
    } else if (!(found.type() instanceof FunctionType type)
        || !type.parameters().equals(parameters)
        || (gives && !type.results().equals(address))) {
      problems.add(
          "'%s' is %s instead of %s"
              .formatted(
                  call.export(),
                  found.type(),
                  new FunctionType(parameters, gives ? address : List.of())));
    }
  }
}
