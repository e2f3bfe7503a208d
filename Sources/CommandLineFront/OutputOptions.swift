import ArgumentParser

/// How a command answers.
package struct OutputOptions: ParsableArguments {
    @Flag(help: "Answer with one JSON document.")
    package var json = false

    package init() {}
}
