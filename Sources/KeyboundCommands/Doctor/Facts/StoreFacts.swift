import FileSystem
import FoundationEssentials
import LicenseBinding
import LicenseStore

/// What the license store holds, read and not changed.
struct StoreFacts {
    struct Installed {
        let path: String
        let license: License
    }

    /// The folder that is this user's to write.
    var own = ""
    /// The licenses that no other one has replaced.
    var licenses: [Installed] = []
    /// License files that cannot be read or believed.
    var problems: [StoreProblem] = []
    /// Files about what publishers withdrew that are not what they should be.
    var listProblems: [StoreProblem] = []
    /// Files of publishers' roots that are none.
    var rootProblems: [StoreProblem] = []
    /// All files of each license that has several.
    var copies: [LicenseID: [String]] = [:]
    var publishers = 0
    var clockFloor: Date?

    /// Whether a license holds only while a key is plugged in.
    var needsKey: Bool {
        licenses.contains(where: \.license.binding.mode.requiresKey)
    }

    /// The keys of these licenses.
    var keys: [KeyID] {
        licenses.flatMap { $0.license.binding.keys.map(\.id) }
    }
}

extension StoreFacts {
    init(
        of store: LicenseStore, _ contents: StoreContents, _ trust: StoreTrust, at moment: Moment
    ) {
        own = store.own.path
        rootProblems = trust.rootProblems
        listProblems = trust.listProblems
        publishers = trust.publishers.count
        problems = contents.licenseProblems
        clockFloor = store.clockFloor(at: moment)
        for (path, license) in contents.licenses {
            let evidence = store.evidence(on: license, in: contents, at: moment)
            let paths = contents.paths(of: license.id)
            if paths.count > 1 { copies[license.id] = paths }
            guard evidence.successors[license.id] == nil else { continue }
            licenses.append(Installed(path: path, license: license.license))
        }
    }
}
