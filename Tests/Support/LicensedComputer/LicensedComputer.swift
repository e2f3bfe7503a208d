import FileSystem
package import Foundation
import HardwareKeys
import KeyAgent
package import KeyboundLicensing
package import LicenseBinding
import LicenseStore
import Logging
import PlainHTTP
package import SimulatedKeys
import Synchronization
package import TestPublisher

/// A computer with a license that is bound to a key, in a temporary folder, with an agent that is started and ended.
package final class LicensedComputer: Sendable {
    package static let product = "planner"

    package let folder: String
    package let publisher = TestPublisher()
    /// The key that the license is bound to.
    package let key = SimulatedKey()
    package let credential: KeyCredential
    /// The ports that the agent sees.
    package let ports = SimulatedPorts()
    private let agent = Mutex<Task<Void, any Error>?>(nil)

    package init(isPlugged: Bool = true) throws {
        folder = NSTemporaryDirectory() + "keybound-\(UInt32.random(in: 0 ... .max))"
        for name in ["licenses", "publishers"] {
            try FileManager.default.createDirectory(
                atPath: folder + "/state/" + name, withIntermediateDirectories: true)
        }
        credential = key.credential(
            for: RelyingParty.id(of: publisher.rootKey.publicKey.thumbprint))
        for path in [folder + "/publisher.jwk", folder + "/state/publishers/publisher.jwk"] {
            try NamedFile.add(path, with: publisher.root.jwk.file)
        }
        if isPlugged { ports.plug(key) }
    }

    deinit {
        agent.withLock { $0?.cancel() }
        // What stays behind is a folder among other temporary ones.
        try? FileManager.default.removeItem(atPath: folder)
    }

    package var socket: String { folder + "/agent.sock" }
    package var state: String { folder + "/state" }
    package var root: String { JSONValue.object(publisher.root.jwk).compact }

    /// Puts a license into the computer's store.
    @discardableResult
    package func install(
        id: String = "license-1", grace: Grace = Grace(), binding: Binding? = nil,
        product: String = product, expires: Date? = nil
    ) throws -> LicenseID {
        var license = License.sample(
            id: id, issuedAt: Date() - 30 * TestTime.day,
            binding: binding
                ?? Binding(
                    mode: .key, keys: [BoundKey(credential, role: .primary)], grace: grace))
        license.product = Product(id: product)
        license.expires = expires
        try NamedFile.add(
            state + "/licenses/\(id).lic", with: try publisher.file(of: license))
        return license.id
    }

    /// Puts a license into the store that was given by phone today.
    package func installByPhone() throws {
        var story = PhoneStory()
        story.binding = Binding(mode: .key, keys: [BoundKey(credential, role: .primary)])
        story.day = PhoneDay(of: Date())
        (story.certifiedFrom, story.certifiedTo) = (Date() - TestTime.day, Date() + TestTime.day)
        try NamedFile.add(state + "/licenses/by-phone.lic", with: try story.file)
    }
}

extension LicensedComputer {
    /// Starts the agent and waits until it takes connections.
    package func startAgent(
        debounce: Duration = .milliseconds(100), patience: Duration = .seconds(1)
    ) async throws {
        guard let path = UnixSocketPath(socket) else { preconditionFailure("a short folder") }
        var settings = AgentSettings(
            socket: path, group: nil, store: StoreLocation.agentStore(in: Folder(state)),
            detector: KeyDetector(catalog: .builtIn, ports: ports))
        settings.debounce = debounce
        settings.patience = patience
        var logger = Logger(label: "agent") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        let agent = KeyAgent(
            settings, reloads: AsyncStream { _ in }, environment: [:], version: "test",
            logger: logger)
        let task = Task { try await agent.run() }
        self.agent.withLock { $0 = task }
        let end = ContinuousClock.now + .seconds(20)
        while (try? SocketConnection(to: path, until: end)) == nil, .now < end {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Ends the agent at once, as a killed process ends.
    package func killAgent() async {
        let task = agent.withLock { agent in
            defer { agent = nil }
            return agent
        }
        task?.cancel()
        _ = await task?.result
    }

    /// What a program of this computer is configured with.
    package var settings: LicensingSettings {
        var settings = LicensingSettings()
        settings.stateDirectory = state
        settings.socket = socket
        settings.environment = [:]
        // The program itself sees no key.
        settings.ports = SimulatedPorts()
        settings.debounce = .milliseconds(100)
        settings.retry = .milliseconds(20)
        settings.patience = .seconds(1)
        settings.busyRetry = .milliseconds(200)
        return settings
    }

    package func session(
        product: String = product, feature: String? = nil, settings: LicensingSettings? = nil
    ) async throws -> LicenseSession {
        try await LicenseSession(
            product: product, feature: feature, publisher: Publisher(root: root),
            settings: settings ?? self.settings)
    }
}
