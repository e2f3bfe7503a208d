import CLibFuzzer
import HASP
import PlainHTTP

// Nothing that a run-time, an agent, a center or a site, or somebody in their place, can say ends the process, nor
// anything that a program passes to the library.
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    // Nothing is lost: to be refused is a right answer.
    _ = (try? RuntimeAnswer(parsing: input))?.keys
    for isWhole in [false, true] {
        let answer = try? HTTPAnswer(parsing: input, isWhole: isWhole)
        if let answer { _ = (try? RuntimeAnswer(parsing: answer.body))?.keys }
    }
    let information = KeyInformation(String(decoding: input, as: UTF8.self))
    _ = (information.hardwareKeys, information.id, information.model)
    FuzzedAgent.read(input)
    FuzzedCenter.read(input)
    FuzzedPhone.read(input)
    FuzzedSeats.read(input)
    FuzzedLibrary.call(input)
    return 0
}
