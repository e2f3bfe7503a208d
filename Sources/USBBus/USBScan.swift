import FileSystem

/// A look at the bus, once; for commands that end at once.
package enum USBScan {
    /// All devices that are plugged in, by address; none on a machine without USB.
    ///
    /// Blocks: a few milliseconds, and up to a second for each device whose strings the kernel
    /// does not have and which does not answer.
    package static func devices() throws(USBError) -> [USBDevice] {
        let references = try USBContext().devices()
        let listed = SysfsDevice.all()
        return references.map { $0.device(among: listed) }.sorted { $0.address < $1.address }
    }

    /// Whether the kernel shows a USB at all; a virtual machine or a container may have none.
    package static var hasUSB: Bool { Folder("/sys/bus").has("usb") }
}
