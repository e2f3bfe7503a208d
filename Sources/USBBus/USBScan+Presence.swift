import FileSystem

extension USBScan {
    /// Whether the kernel shows a USB at all; a virtual machine or a container may have none.
    package static var hasUSB: Bool { Folder("/sys/bus").has("usb") }
}
