import CommandLineFront
import FileSystem
import HardwareKeys
import LicenseBinding
import LicenseStore
import MachineIdentity
import USBBus

/// What a check of licenses needs of this computer, gathered once and only when it is needed.
final class Site {
    let store: LicenseStore
    let moment = CommandContext.current.clock()
    private let sysroot: Folder

    private(set) lazy var machine = MachineReader(sysroot: sysroot).parameters()
    lazy var trust = StoreTrust(of: store)
    lazy var contents = StoreContents(of: store, trusting: trust)
    private lazy var keys = Result { () throws(USBError) in try Self.keys() }

    init(_ store: StoreOptions, _ machine: MachineOptions) throws {
        self.store = try store.store()
        sysroot = machine.folder
    }

    /// The license keys that are plugged in now.
    static func keys() throws(USBError) -> [HardwareKey] {
        KeyDetector(catalog: .site()).keys(among: try USBScan.devices())
    }

    func verdict(on license: SignedLicense) throws -> Verdict {
        var evidence = store.evidence(on: license, in: contents, at: moment)
        if license.binding.mode.hasKeys { evidence.keys = try keys.get().map(\.evidence) }
        if license.binding.machine != nil || evidence.snapshot != nil {
            evidence.machine = machine
        }
        if !contents.paths(of: license.id).isEmpty { record(license, evidence) }
        return LicenseVerifier.verdict(on: license, given: evidence)
    }

    private func record(_ license: SignedLicense, _ evidence: Evidence) {
        do throws(StoreError) {
            try store.record(license, given: evidence, at: moment)
        } catch {
            Console.note("not recorded, so that no start grace can follow: \(error.text)")
        }
    }
}
