import Dispatch
import Glibc
import SimulatedRuntime

// A run-time that tells of the hardware keys with the numbers that its arguments name, on the port that the
// first one names.
let arguments = CommandLine.arguments.dropFirst()
guard let port = arguments.first.flatMap({ UInt16($0) }) else {
    print("usage: simulated-runtime PORT NUMBER …")
    exit(EX_USAGE)
}
let rows = arguments.dropFirst().map { SimulatedRow($0) } + [.placeholder]
let runtime = try SimulatedRuntime(.serves(.new, rows), on: port)
let line = Array("\(runtime.port)\n".utf8)
_ = write(STDOUT_FILENO, line, line.count)
withExtendedLifetime(runtime) { dispatchMain() }
