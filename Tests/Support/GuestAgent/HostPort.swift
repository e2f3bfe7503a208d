import Glibc
import GuestMessages
import LicenseBinding
import Synchronization

/// The virtio port that leads to the host.
final class HostPort: Sendable {
    private let device: Descriptor
    private let writing = Mutex(())
    private let splitter = Mutex(LineSplitter())

    init(named name: String) throws {
        for number in 0..<8 {
            for port in 0..<8 {
                let folder = "/sys/class/virtio-ports/vport\(number)p\(port)"
                guard let file = try? Descriptor(open(folder + "/name", O_RDONLY), of: "open"),
                    file.read() == Array((name + "\n").utf8)
                else { continue }
                let path = "/dev/vport\(number)p\(port)"
                device = try Descriptor(open(path, O_RDWR | O_CLOEXEC), of: "open \(path)")
                return
            }
        }
        throw SystemFailure("find the port \(name)", code: ENOENT)
    }

    /// What the host asks next; nil when it has gone.
    func requests() -> [GuestRequest]? {
        let bytes = device.read()
        guard !bytes.isEmpty else { return nil }
        return splitter.withLock { $0.lines(bytes) }.map { line in
            guard let json = try? JSONObject.line(line), let request = GuestRequest(json) else {
                preconditionFailure("no request: \(String(decoding: line, as: UTF8.self))")
            }
            return request
        }
    }

    func report(_ report: GuestReport) {
        let line = report.json.line
        writing.withLock { _ in device.write(line) }
    }
}
