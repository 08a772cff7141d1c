package io.graft.itests.framework;

/** How what a service keeps its data in can be changed while it runs. */
enum Way {
    /** The target in the services' configurations. */
    TARGET {
        @Override
        void change(FrameworkGateway gateway, Database from, Database to) throws Exception {
            gateway.target(to.provider());
        }
    },
    /** What the shell, REST and the console do. */
    BINDING {
        @Override
        void change(FrameworkGateway gateway, Database from, Database to) throws Exception {
            gateway.bind(to.provider());
        }
    },
    STOP_AND_START {
        @Override
        void change(FrameworkGateway gateway, Database from, Database to) throws Exception {
            from.stopAndStart();
        }
    },
    UPDATE {
        @Override
        void change(FrameworkGateway gateway, Database from, Database to) throws Exception {
            from.update();
        }
    },
    REFRESH {
        @Override
        void change(FrameworkGateway gateway, Database from, Database to) throws Exception {
            from.refresh();
        }
    },
    UNINSTALL_AND_INSTALL {
        @Override
        void change(FrameworkGateway gateway, Database from, Database to) throws Exception {
            from.uninstallAndInstall();
        }
    },
    UPGRADE_SIDE_BY_SIDE {
        @Override
        void change(FrameworkGateway gateway, Database from, Database to) throws Exception {
            from.upgrade();
        }
    };

    /** Whether the services go to another database, and not to another bundle for the same. */
    boolean rebinds() {
        return this == TARGET || this == BINDING;
    }

    /** Whether there is no store for a while, in which what can't wait is answered that it be tried again. */
    boolean leavesGap() {
        return !rebinds() && this != UPGRADE_SIDE_BY_SIDE;
    }

    abstract void change(FrameworkGateway gateway, Database from, Database to) throws Exception;
}
