import FileSystem
package import USBBus

/// Whether a USB device is a FIDO2 key, as the kernel tells without a question to the device.
package enum SecurityKeyNode: Hashable, Sendable {
    /// It is one: the name of its node in `/dev`.
    case node(String)
    /// All its human interfaces are other ones.
    case other
    /// The kernel has not read its human interfaces, or not yet.
    case unknown
}

extension SystemInspection {
    private static let descriptorLimit = 4096
    private static let humanInterface: UInt8 = 3

    package func securityKeyNode(in port: USBPortPath) -> SecurityKeyNode {
        let human = interfaces(of: port.description).filter { $0.classCode == Self.humanInterface }
        for node in human.flatMap(\.rawNodes) where speaksFIDO(node) { return .node(node) }
        return human.contains(where: \.rawNodes.isEmpty) || human.isEmpty ? .unknown : .other
    }

    /// Where the device in a port sits now.
    package func address(in port: USBPortPath) -> USBAddress? {
        let folder = "\(Self.usbDevices)/\(port)"
        guard let bus = text(folder + "/busnum").flatMap(UInt8.init),
            let device = text(folder + "/devnum").flatMap(UInt8.init)
        else { return nil }
        return USBAddress(bus: bus, device: device)
    }

    /// How long the device in a port has been there (Documentation/ABI/testing/sysfs-bus-usb).
    package func connected(_ port: USBPortPath) -> Duration? {
        text("\(Self.usbDevices)/\(port)/power/connected_duration").flatMap(Int64.init)
            .map { .milliseconds($0) }
    }

    /// Whether udev has said who may open a node of the subsystem hidraw, or says nothing here.
    package func isUdevDone(withRaw node: String) -> Bool {
        guard isUdevRunning, let numbers = text("sys/class/hidraw/\(node)/dev") else { return true }
        return has("run/udev/data/c\(numbers)")
    }

    private func speaksFIDO(_ node: String) -> Bool {
        // Nothing is lost: a descriptor that cannot be read is no FIDO2 key's.
        let descriptor = try? root.read(
            "sys/class/hidraw/\(node)/device/report_descriptor", atMost: Self.descriptorLimit)
        return ReportDescriptor(descriptor ?? []).usagePages.contains(ReportDescriptor.fido)
    }
}
