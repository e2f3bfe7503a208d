import Foundation
import SimulatedBus
import SimulatedDevices

/// The key of the story.
protocol DemoKey {
    var id: String { get }

    func plugIn()

    /// - Returns: whether the key is out now.
    func pullOut() throws -> Bool
}

/// A key of files, on a bus of files.
final class SimulatedKey: DemoKey {
    let id = "usb:0a89-0002:30A1B2C3"
    private let bus: SimulatedBus
    private var plug: SimulatedPlug?

    init(bus: SimulatedBus) {
        self.bus = bus
    }

    func plugIn() {
        plug = bus.plug(.licenseKey(serial: "30A1B2C3", port: "1-4.2"))
    }

    func pullOut() -> Bool {
        if let plug { bus.unplug(plug) }
        plug = nil
        return true
    }
}

/// The key in a port of this computer; a person pulls it.
final class PluggedKey: DemoKey {
    let id: String
    private let programs: DemoPrograms
    private var isOut = false

    init(id: String, programs: DemoPrograms) {
        self.id = id
        self.programs = programs
    }

    func plugIn() {
        if isOut { ask("Plug the key in again, then press Return.") }
        isOut = false
    }

    func pullOut() throws -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            print("(Nobody is at a terminal to pull the key: this step is left out.)")
            return false
        }
        ask("Pull the key out now, then press Return.")
        isOut = try programs.readyKey() != id
        if !isOut { print("The key is still there: this step is left out.") }
        return isOut
    }

    private func ask(_ request: String) {
        print(request)
        _ = readLine()
    }
}
