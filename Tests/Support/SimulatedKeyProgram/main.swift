import Foundation
import SimulatedKeys

// A FIDO2 key on standard input and output: reports of 64 bytes each way.
let port = SimulatedKeyPort(SimulatedKey())
while let report = try FileHandle.standardInput.read(upToCount: 64), report.count == 64 {
    for answer in port.answer(to: Array(report)) {
        try FileHandle.standardOutput.write(contentsOf: Data(answer))
    }
}
