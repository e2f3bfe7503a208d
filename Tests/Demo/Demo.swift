import SimulatedBus

/// The main job, step by step: a license follows its key through everything that changes.
@main
struct Demo {
    static func main() async throws {
        let programs = try DemoPrograms()
        if SimulatedBus.isAvailable {
            try await SimulatedBus.exclusively { bus in
                try Story(programs: programs, key: SimulatedKey(bus: bus)).tell()
            }
        } else if let id = try programs.readyKey() {
            try Story(programs: programs, key: PluggedKey(id: id, programs: programs)).tell()
        } else {
            print("No license key with a serial number is plugged in, so the story is told on a")
            print("simulated bus: libusb is real, the bus and the key are files (umockdev).")
            try DemoPrograms.restartOnSimulatedBus()
        }
    }
}
