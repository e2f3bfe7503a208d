import FileSystem
import Glibc
import SimulatedDevices

/// The folder that stands for `/sys` and `/dev`.
struct SimulatedFolder: Sendable {
    let root: Folder

    private var links: Folder { root.folder("sys/bus/usb/devices") }
    private var dev: Folder { root.folder("dev") }

    /// The path that messages name, in the simulation's `/sys`.
    static func device(_ plug: SimulatedPlug) -> String {
        "/sys/devices/simulated/" + plug.port
    }

    /// Writes all of a device but what makes it appear.
    func prepare(_ device: SimulatedDevice, as plug: SimulatedPlug) {
        let folder = root.folder(Self.device(plug))
        make(folder)
        for (name, content) in device.attributes(at: plug.address) {
            write(content, to: folder.path(of: name))
        }
        link(folder.path(of: "subsystem"), to: "../../../bus/usb")
        setNode(device.node, of: plug)
    }

    /// Lets the device appear, in one step.
    func show(_ plug: SimulatedPlug) {
        make(links)
        link(links.path(of: plug.port), to: "../../../devices/simulated/" + plug.port)
    }

    /// The kernel takes this away before it tells.
    func hide(_ plug: SimulatedPlug) {
        unlink(links.path(of: plug.port))
        unlink(dev.path(of: plug.node))
    }

    func remove(_ plug: SimulatedPlug) {
        let folder = root.folder(Self.device(plug))
        // An unreadable folder stays: the temporary folder as a whole is removed at the end.
        for name in (try? folder.entries()) ?? [] { unlink(folder.path(of: name)) }
        rmdir(folder.path)
    }

    /// Makes a machine without USB of a machine without devices.
    func removeBus() {
        for folder in ["sys/bus/usb/devices", "sys/bus/usb"] { rmdir(root.path(of: folder)) }
        for bus in (try? dev.folder("bus/usb").entries()) ?? [] {
            rmdir(dev.path(of: "bus/usb/" + bus))
        }
        for folder in ["bus/usb", "bus"] { rmdir(dev.path(of: folder)) }
    }

    func setNode(_ node: SimulatedNode, of plug: SimulatedPlug) {
        let path = dev.path(of: plug.node)
        unlink(path)
        make(Folder(String(path.dropLast(4))))
        switch node {
        case .open: write([], to: path)
        // Nobody may open this for writing, not even root, so the same holds for the node.
        case .forbidden: link(path, to: "/proc/sys/kernel/ostype")
        case .absent: break
        }
    }

    /// Changes the device number that sysfs shows, in one step.
    func setNumber(_ number: UInt8, of plug: SimulatedPlug) {
        let new = root.path(of: "devnum")
        write(Array("\(number)\n".utf8), to: new)
        let path = root.folder(Self.device(plug)).path(of: "devnum")
        precondition(rename(new, path) == 0, "no number \(path): \(errno)")
    }

    private func make(_ folder: Folder) {
        do { try folder.create() } catch { preconditionFailure("\(error)") }
    }

    private func link(_ path: String, to target: String) {
        precondition(symlink(target, path) == 0, "no link \(path): \(errno)")
    }

    private func write(_ bytes: [UInt8], to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        defer { close(descriptor) }
        precondition(Glibc.write(descriptor, bytes, bytes.count) == bytes.count, "no file \(path)")
    }
}
