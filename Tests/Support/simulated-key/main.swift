import Foundation
import SimulatedKeys

// A FIDO2 key on standard input and output: reports of 64 bytes each way. With an argument it has that
// PIN, and makes no credential without it.
let key = SimulatedKey()
if let pin = CommandLine.arguments.dropFirst().first {
    key.set(pin: pin)
    key.set { $0.alwaysVerifies = true }
}
let port = SimulatedKeyPort(key)
while let report = try FileHandle.standardInput.read(upToCount: 64), report.count == 64 {
    for answer in port.answer(to: Array(report)) {
        try FileHandle.standardOutput.write(contentsOf: Data(answer))
    }
}
