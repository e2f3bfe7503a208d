import ArgumentParser
import CommandLineFront
import FIDO2
import HardwareKeys
import KeyEnrollment
import LicenseBinding
import SystemThreads
import USBBus

struct KeysLocate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locate",
        abstract: "Let a FIDO2 key blink until it is touched.")

    @Argument(help: "The key's ID, or the port that it is plugged into.")
    var id: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long it blinks: 10s, 1m.", valueName: "duration"),
        transform: { try Duration.argument($0) })
    var time = Duration.seconds(10)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let keys = try await NamedKey.found(id, in: store.store())
        guard let key = keys.first(where: \.provesItself) else {
            throw CommandFailure("\(id) has no light that a program can switch")
        }
        Console.note("\(key.name) at \(key.device.port) blinks; touch it to end that.")
        let enroller = KeyEnroller(key, in: SitePorts.current)
        let time = time
        let touched = try await SystemThread.run {
            Result { () throws(FIDO2Error) in try enroller.blink(for: time) }
        }.get()
        guard !output.json else {
            return Console.print(JSONObject(["touched": .bool(touched)]))
        }
        Console.print(touched ? "The key was touched." : "Nobody touched the key.")
    }
}
