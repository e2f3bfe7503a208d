import Logging

/// Finds what hotplug did not tell: in a container, for one, libusb waits for a udev daemon that
/// is not there.
struct USBRescan {
    let register: USBRegister
    let logger: Logger
    /// What sysfs lists and libusb would not show; not worth a new try until that changes.
    private var unresolved: Set<SysfsDevice> = []

    init(register: USBRegister, logger: Logger) {
        self.register = register
        self.logger = logger
    }

    /// Compares sysfs with the register; starts libusb anew only for a device it does not know.
    mutating func run() {
        let listed = SysfsDevice.all()
        let known = Set(register.devices.map(\.identity))
        let present = Set(listed.filter(\.hasAddress))
        let resetting = listed.filter { !$0.hasAddress }.map(\.port)
        for gone in known.subtracting(present) where !resetting.contains(gone.port) {
            register.left(gone.address)
        }
        let unknown = present.subtracting(known)
        guard !unknown.isEmpty else { return unresolved = [] }
        guard unknown != unresolved, !USBResetGate.isResetting else { return }
        unresolved = unknown.subtracting(enter(unknown, among: listed))
    }

    /// - Returns: those that libusb showed.
    private func enter(
        _ unknown: Set<SysfsDevice>, among listed: [SysfsDevice]
    ) -> Set<SysfsDevice> {
        var entered: Set<SysfsDevice> = []
        do throws(USBError) {
            // libusb looks at the bus when a context starts, and only then.
            for reference in try USBContext().devices() {
                guard let found = unknown.first(where: reference.isSame) else { continue }
                register.arrived(reference.device(among: listed))
                entered.insert(found)
            }
        } catch {
            logger.warning("USB rescan failed", metadata: ["error": "\(error)"])
        }
        return entered
    }
}
