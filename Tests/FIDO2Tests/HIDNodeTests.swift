import FIDO2
import Foundation
import Testing

/// The part of a node that an ordinary file shows; what a device adds is shown on a real kernel.
struct HIDNodeTests {
    private func withFile(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/node-\(UUID().uuidString)"
        try Data().write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func refusal(of path: String, within limit: Duration = .zero) -> FIDO2Error? {
        do throws(FIDO2Error) {
            _ = try HIDNode(opening: path, within: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a node that is not there is told with the system's reason`() {
        #expect(refusal(of: "/nonexistent/hidraw0") == .openFailed(errno: ENOENT))
    }

    @Test func `one program at a time has a node, and the next one waits so long as it is told`()
        throws
    {
        try withFile { path in
            var first: HIDNode? = try HIDNode(opening: path, within: .zero)
            #expect(refusal(of: path) == .busy)
            let start = ContinuousClock.now
            #expect(refusal(of: path, within: .milliseconds(300)) == .busy)
            #expect(.now - start >= .milliseconds(300))
            withExtendedLifetime(first) {}
            first = nil
            #expect(refusal(of: path) == nil)
        }
    }

    @Test func `a node that ends is gone`() throws {
        try withFile { path in
            let node = try HIDNode(opening: path, within: .zero)
            #expect(throws: FIDO2Error.gone) { _ = try node.read(within: .seconds(1)) }
        }
    }
}
