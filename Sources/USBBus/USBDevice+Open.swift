import CLibUSB
import Glibc

extension USBDevice {
    /// How long after a device came, or its node changed, udev may still be at work on who may
    /// open it: the kernel's event is there before the node's mode and group are.
    private static let settling = Duration.seconds(2)
    private static let pause = Duration.milliseconds(50)

    /// Opens this very device, and no other that has taken its place.
    ///
    /// Blocks for up to two seconds if the node is fresh and may not be opened yet.
    package func open() throws(USBError) -> USBHandle {
        waitForUdev()
        // A context of its own: a session's may not know what only a rescan found.
        let present = try USBContext().devices().filter { $0.address == address }
        guard !present.isEmpty else { throw .deviceGone(address) }
        guard let match = present.first(where: matches) else { throw .deviceChanged(address) }
        try findNode()
        let handle = try USBHandle(opening: match)
        // From here on the kernel ties the handle to one device, so what sysfs shows now counts.
        try confirm(by: handle)
        return handle
    }

    private func waitForUdev() {
        // Both flags ask for what libusb will want.
        while unsafe access(address.node, R_OK | W_OK) != 0, errno == EACCES,
            let age = nodeAge, age < Self.settling
        {
            usleep(Self.pause.milliseconds * 1000)
        }
    }

    /// libusb would take a node that is not there for a device that has left.
    private func findNode() throws(USBError) {
        guard unsafe access(address.node, F_OK) != 0, errno == ENOENT,
            SysfsDevice(at: port) == identity
        else { return }
        throw .nodeAbsent(address)
    }

    /// How long ago the node was made, or its mode, owner or access list changed.
    private var nodeAge: Duration? {
        var status = stat()
        var now = timespec()
        // The kernel fills the variables, which outlive the calls.
        guard unsafe lstat(address.node, &status) == 0,
            unsafe clock_gettime(CLOCK_REALTIME, &now) == 0
        else { return nil }
        let age = Duration(now) - Duration(status.st_ctim)
        // A clock that was set in between makes no node fresh.
        return age < .zero ? nil : age
    }

    private func matches(_ reference: USBReference) -> Bool {
        let descriptor = reference.descriptor
        return reference.address == address && descriptor.idVendor == vendorID
            && descriptor.idProduct == productID && descriptor.bcdDevice == release
    }

    private func confirm(by handle: borrowing USBHandle) throws(USBError) {
        guard let sysfs = SysfsDevice(at: port) else { throw .deviceGone(address) }
        guard sysfs == identity, sysfs.release == release else { throw .deviceChanged(address) }
        guard let serialNumber else { return }
        var present = sysfs.string(.serialNumber)
        if present == nil { present = try handle.serialNumber() }
        guard present == serialNumber else { throw .deviceChanged(address) }
    }
}
